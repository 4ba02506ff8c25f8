import {aTimeout, expect} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {comeBack, listenForSecret} from './support/bank.ts';
import {buyer, cards, forgetOrders, makeCheckout} from './support/harness.ts';
import {restoreNetwork} from './support/network.ts';

const challenges = () => [
  ...document.querySelectorAll<HTMLElement>('body > div[tabindex="-1"]:has(iframe)'),
];

const frameOf = (challenge: HTMLElement) => challenge.querySelector('iframe')!.name;

/** Whether a click in the middle of it would hit it. */
function isWithinReach(challenge: HTMLElement): boolean {
  const {left, top, width, height} = challenge.getBoundingClientRect();
  return challenge.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}

describe('a bank’s challenge', () => {
  const address = location.href;
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    history.replaceState(null, '', address);
    for (const challenge of challenges()) challenge.remove();
    document.querySelectorAll('.stage').forEach((stage) => stage.remove());
  });

  /** A dialog as component libraries make it: in a shadow root, and what it shows in a slot. */
  function dialogOf(content: HTMLElement): HTMLDialogElement {
    const component = document.createElement('div');
    component.className = 'stage';
    component.attachShadow({mode: 'open'}).innerHTML = '<dialog><slot></slot></dialog>';
    component.append(content);
    document.body.append(component);
    return component.shadowRoot!.querySelector('dialog')!;
  }

  it('is within reach of a checkout in the slot of a dialog, whose component hears nothing', async () => {
    const checkout = makeCheckout({express: 'never'});
    const dialog = dialogOf(checkout.element);
    let closings = 0;
    dialog.addEventListener('close', () => (closings += 1));
    dialog.showModal();
    await checkout.untilReady();
    await checkout.fillIn(buyer);
    await checkout.enterCard(cards.challenged);
    await checkout.pay();
    await checkout.until(() => challenges().length === 1, 'the bank should ask');
    await checkout.until(() => !dialog.matches(':modal'), 'the dialog should leave the top layer');
    expect(dialog.open).to.equal(true);
    const [challenge] = challenges();
    expect(isWithinReach(challenge!)).to.equal(true);
    challenge!.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
    await checkout.until(() => checkout.heard('opc-failure'), 'the attempt should end');
    expect(dialog.matches(':modal')).to.equal(true);
    await aTimeout(0); // The event of a dialog that was closed comes a moment later.
    expect(closings).to.equal(0);
  });

  it('is within reach when the buyer goes on with it from the status view', async () => {
    const secret = listenForSecret();
    const first = makeCheckout({items: 'tote', express: 'never'});
    const stage = document.createElement('div');
    stage.className = 'stage';
    stage.append(first.element);
    document.body.append(stage);
    await first.untilReady();
    await first.fillIn(buyer);
    await first.enterCard(cards.challenged);
    await first.pay();
    await first.until(() => challenges().length === 1, 'the bank should ask');
    for (const challenge of challenges()) challenge.remove();
    comeBack(secret());

    const back = makeCheckout({items: '', express: 'never'});
    const dialog = dialogOf(back.element);
    dialog.showModal();
    await back.untilStatus('action');
    back.root.querySelector<HTMLElement>('.actions button')!.click();
    await back.until(() => challenges().length === 1, 'the bank should ask again');
    await back.until(() => !dialog.matches(':modal'), 'the dialog should leave the top layer');
    const [challenge] = challenges();
    expect(isWithinReach(challenge!)).to.equal(true);
    const selector = 'button[value="approve"]';
    await executeServerCommand('press', {frame: frameOf(challenge!), selector});
    await back.untilStatus('paid');
    expect(dialog.matches(':modal')).to.equal(true);
  });
});
