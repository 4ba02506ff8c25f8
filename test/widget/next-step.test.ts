import {expect} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {comeBack, listenForSecret} from './support/bank.ts';
import {cards, forgetOrders, openCheckout} from './support/harness.ts';
import {restoreNetwork} from './support/network.ts';

const challenges = () => [
  ...document.querySelectorAll<HTMLIFrameElement>(
    'iframe[title="Secure 3D Secure authentication frame"]',
  ),
];

/** Pays as far as the bank's question, and answers the secret that a bank would send back. */
async function stopAtChallenge(): Promise<string> {
  const secret = listenForSecret();
  const checkout = await openCheckout({items: 'tote', express: 'never'});
  await checkout.untilReady();
  await checkout.fillIn();
  await checkout.enterCard(cards.challenged);
  await checkout.pay();
  await checkout.until(() => challenges().length === 1, 'the bank should ask');
  return secret();
}

async function openReturn(clientSecret: string) {
  comeBack(clientSecret);
  const checkout = await openCheckout({items: ''});
  await checkout.untilStatus('action');
  return checkout;
}

describe('a payment that needs one more step', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    for (const modal of document.querySelectorAll('body > div[tabindex="-1"]')) modal.remove();
  });

  for (const [answer, status] of [
    ['approve', 'paid'],
    ['fail', 'failed'],
  ] as const) {
    it(`goes on where the bank was left: ${answer} makes it ${status}`, async () => {
      const back = await openReturn(await stopAtChallenge());
      expect(back.text).to.contain('needs to be confirmed with your bank');
      back.root.querySelector<HTMLElement>('.actions button')!.click();
      await back.until(() => challenges().length === 2, 'the bank should ask again');
      const frame = challenges().at(-1)!.name;
      await executeServerCommand('press', {frame, selector: `button[value="${answer}"]`});
      await back.untilStatus(status);
    });
  }
});
