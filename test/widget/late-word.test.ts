import {aTimeout, expect} from '@open-wc/testing';
import type {Stripe} from '@stripe/stripe-js';
import type {Order} from '../../api/contract.ts';
import type {ApiClient} from '../../widget/api-client.ts';
import type {CheckoutStatusEvent} from '../../widget/events.ts';
import {initialState, next} from '../../widget/flow.ts';
import {Outcome} from '../../widget/outcome.ts';
import {showReturn} from '../../widget/returning.ts';
import {CheckoutSession} from '../../widget/session.ts';

describe('a word of Stripe’s that comes while the API’s is being put into words', () => {
  // Alone in its file: the words come in a file of their own, which no test before has fetched.
  it('is heard: nobody is told that nothing was charged, and the order is waited for', async () => {
    const heard: string[] = [];
    const host = new EventTarget();
    host.addEventListener('opc-status', (event) => {
      heard.push(`opc-status ${(event as CheckoutStatusEvent).status}`);
    });
    host.addEventListener('opc-failure', () => heard.push('opc-failure'));
    let state = initialState;
    const outcome = new Outcome(host, {
      state: () => state,
      dispatch(action) {
        state = next(state, action);
      },
    });
    const abort = new AbortController();
    const order = {id: 'ord_1', status: 'pending', payable: true, lastPaymentError: null} as Order;
    let asked = 0;
    const api = {
      lookupOrder: async () => ({order, token: 'token'}),
      async showOrder() {
        asked += 1;
        return {order};
      },
    } as unknown as ApiClient;
    const stripe = Promise.resolve({
      async retrievePaymentIntent() {
        await aTimeout(0);
        return {paymentIntent: {status: 'succeeded', next_action: null}};
      },
    } as unknown as Stripe);
    await showReturn(
      outcome,
      {api, signal: abort.signal, session: new CheckoutSession('late'), stripe},
      {paymentIntent: 'pi_1', clientSecret: 'pi_1_secret_1'},
    );
    await aTimeout(200);
    expect(heard).to.deep.equal(['opc-status confirming']);
    expect(outcome.state).to.include({outcome: 'confirming', watching: true, order});
    expect(asked, 'once at the beginning, by one who asks').to.equal(1);
    abort.abort();
    sessionStorage.clear();
  });
});
