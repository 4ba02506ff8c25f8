import {expect} from '@open-wc/testing';
import type {Order} from '../../api/contract.ts';
import type {ApiClient} from '../../widget/api-client.ts';
import type {CheckoutStatusEvent} from '../../widget/events.ts';
import {initialState, next} from '../../widget/flow.ts';
import {Outcome} from '../../widget/outcome.ts';

const realTimeout = window.setTimeout;

describe('the wait for a payment', () => {
  afterEach(() => {
    window.setTimeout = realTimeout;
  });

  it('ends after two minutes in “it takes its time”, and the page hears that too', async () => {
    Object.assign(window, {setTimeout: (act: () => void) => realTimeout(act)});
    const order = {id: 'ord_1', status: 'pending', lastPaymentError: null} as Order;
    const heard: string[] = [];
    const host = new EventTarget();
    host.addEventListener('opc-status', (event) => {
      heard.push(`opc-status ${(event as CheckoutStatusEvent).status}`);
    });
    for (const name of ['opc-processing', 'opc-success', 'opc-failure']) {
      host.addEventListener(name, () => heard.push(name));
    }
    let state = initialState;
    const outcome = new Outcome(host, {
      state: () => state,
      dispatch(action) {
        state = next(state, action);
      },
    });
    const api = {showOrder: async () => ({order})} as unknown as ApiClient;
    const {signal} = new AbortController();
    await outcome.show({api, signal, token: ''}, order, {status: 'succeeded'} as never);
    expect(outcome.state).to.include({outcome: 'processing', watching: false});
    expect(heard).to.deep.equal([
      'opc-status confirming',
      'opc-status processing',
      'opc-processing',
    ]);
  });
});
