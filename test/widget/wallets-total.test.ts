import {expect} from '@open-wc/testing';
import type {Stripe} from '@stripe/stripe-js';
import {PaymentArea} from '../../widget/payment-area.ts';

/** A Stripe whose forms are ready at once, and which tells with what amounts it was opened. */
function listeningStripe() {
  const amounts: (number | undefined)[] = [];
  const element = {
    on: (name: string, act: (event: object) => void) =>
      name === 'ready' && queueMicrotask(() => act({})),
    mount() {},
    destroy() {},
  };
  const group = {create: () => element, update: async () => {}};
  const stripe = {
    elements({amount}: {amount?: number}) {
      amounts.push(amount);
      return group;
    },
  };
  return {amounts, stripe: stripe as unknown as Stripe};
}

describe('wallet buttons of a form that is opened anew', () => {
  it('have the total that it has learned meanwhile', async () => {
    const host = document.createElement('div');
    document.body.append(Object.assign(host, {paymentSlot: 'p', walletSlot: 'w'}));
    const area = new PaymentArea(host as never, () => {});
    const {amounts, stripe} = listeningStripe();
    const options = {stripe, amount: 8800, wishes: {billing: 'full', phone: 'none'}} as never;
    const wallets = {...(options as object), destinations: null, onAvailable() {}} as never;
    await area.open(options);
    area.openWallets(wallets);
    const opening = area.reopen();
    await area.setAmount(2400);
    await opening;
    expect(amounts.at(-1)).to.equal(2400);
    area.close();
    host.remove();
  });
});
