import {complain} from '../wire/console.ts';
import type {StripeErrorBody, Validation} from '../wire/messages.ts';
import type {Handlers} from '../wire/port.ts';
import type {ElementController} from './element.ts';
import {openWalletSheet} from './wallet-sheet.ts';
import type {Approval} from './wallet-sheet.ts';

export interface SheetDeps {
  origin: string;
  /** The amount that is to be paid, as the group knows it now. */
  total(): {amount: number; currency: string; business: string};
}

const names: Record<string, string> = {
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
  link: 'Link',
};

/**
 * Whether a wallet would let its sheet be opened now: only while the browser still counts the
 * buyer's click. To be asked before the first `await`. https://github.com/stripe/stripe-js/issues/844
 */
export const hasGesture = (): boolean => navigator.userActivation?.isActive ?? true;

/** Link's button in the card form opens its sheet at once and then stands for the card. */
export function linkHandlers(deps: SheetDeps, element: () => ElementController): Handlers {
  return {
    linkClick: async () => {
      const approval = await ask(deps, element(), 'link');
      if (!approval) return;
      keep(element(), 'link', approval);
      element().frame().tell('linkApproved');
    },
  };
}

/**
 * Lets the buyer approve in the sheet of the wallet they chose, unless they have done so already.
 * Answers why the payment cannot go on, if it cannot.
 */
export async function approveWallet(
  deps: SheetDeps,
  element: ElementController,
  {type = ''}: Validation & {ok: true},
  mayOpen: boolean,
): Promise<StripeErrorBody | undefined> {
  if (element.approvedWallet === type) return undefined;
  const name = names[type] ?? type;
  if (!mayOpen) {
    complain(
      `IntegrationError: Failed to show the ${name} payment sheet. ${name} requires the payment ` +
        'sheet to be displayed immediately after a user activation event, like a click or touch ' +
        'gesture. To prevent this error, call `elements.submit()` at the top of your submission ' +
        'handler, before any async or long-running code.',
    );
    return {
      type: 'validation_error',
      message:
        `Something went wrong. Unable to show ${name}. Please choose a different payment method ` +
        'and try again.',
    };
  }
  const approval = await ask(deps, element, type);
  if (!approval) {
    return {type: 'validation_error', code: 'canceled', message: `${name} was canceled.`};
  }
  keep(element, type, approval);
  return undefined;
}

function ask(
  deps: SheetDeps,
  {options}: ElementController,
  type: string,
): Promise<Approval | undefined> {
  const {business, walletOptions} = options as {business?: {name: string}; walletOptions?: object};
  const sum = deps.total();
  const state = {...walletOptions, ...sum, type, business: business?.name ?? sum.business};
  return new Promise((resolve) => {
    openWalletSheet(deps.origin, state, {
      onPay: resolve,
      onCancel: () => resolve(undefined),
      onChange: () => {},
    });
  });
}

function keep(element: ElementController, type: string, approval: Approval): void {
  element.approvedWallet = type;
  element.collected = approval.billingDetails;
}
