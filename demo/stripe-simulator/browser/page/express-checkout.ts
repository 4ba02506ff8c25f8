import {complain} from '../wire/console.ts';
import type {Handlers} from '../wire/port.ts';
import {isObject} from './check.ts';
import type {ElementController} from './element.ts';
import {changeDetails, clickDetails} from './express-options.ts';
import {IntegrationError} from './integration-error.ts';
import {openWalletSheet} from './wallet-sheet.ts';
import type {SheetDeps} from './payment-wallets.ts';
import type {Approval, WalletSheet} from './wallet-sheet.ts';

const clickTimeout = 1000;

/**
 * What a wallet button starts: `click`, which the page must answer within a second, then the
 * wallet's sheet, then `confirm`, in which the page confirms the payment.
 * https://docs.stripe.com/elements/express-checkout-element
 */
export function expressHandlers(deps: SheetDeps, element: () => ElementController): Handlers {
  let sheet: WalletSheet | undefined;

  function ask(type: string): void {
    element().isConfirming = false;
    const {emitter, options} = element();
    const defaults = pick(options);
    if (!emitter.hasListener('click')) return open(type, defaults);
    let isAnswered = false;
    const late = setTimeout(() => {
      isAnswered = true;
      complain(
        'The "click" event of the Express Checkout Element was not resolved within 1 second, so ' +
          'the payment interface was not shown. Call event.resolve() in the handler of "click".',
      );
    }, clickTimeout);
    const answer = (then: () => void) => {
      clearTimeout(late);
      if (isAnswered) return;
      isAnswered = true;
      then();
    };
    emitter.emit('click', {
      elementType: 'expressCheckout',
      expressPaymentType: type,
      resolve: (given: Record<string, unknown> = {}) => {
        clickDetails(given, '', 'event.resolve()');
        const details = {...defaults, ...given};
        refuseContradictions(details, deps.total().amount);
        answer(() => open(type, details));
      },
      reject: () => answer(() => {}),
    });
  }

  function open(type: string, details: Record<string, unknown>): void {
    const business = isObject(details['business'])
      ? String(details['business']['name'])
      : undefined;
    const total = deps.total();
    sheet?.close();
    sheet = openWalletSheet(
      deps.origin,
      {type, ...details, ...total, business: business ?? total.business},
      {
        onPay: (approval) => confirm(type, approval),
        onCancel: () => element().emitter.emit('cancel', {elementType: 'expressCheckout'}),
        onChange: (name, value) => change(name, value),
      },
    );
  }

  function confirm(type: string, approval: Approval): void {
    const paying = element();
    paying.isConfirming = true;
    paying.collected = approval.billingDetails;
    paying.shipping = approval.shippingAddress;
    paying.emitter.emit('confirm', {
      elementType: 'expressCheckout',
      expressPaymentType: type,
      ...approval,
      paymentFailed: () => {
        paying.isConfirming = false;
      },
    });
  }

  /** The buyer chose another address or rate: the page may change what it costs, or refuse. */
  function change(name: 'shippingaddresschange' | 'shippingratechange', value: object): void {
    const {emitter} = element();
    if (!emitter.hasListener(name)) return;
    emitter.emit(name, {
      elementType: 'expressCheckout',
      ...value,
      resolve: (details: Record<string, unknown> = {}) => {
        changeDetails(details, '', 'event.resolve()');
        sheet?.update({...details, ...deps.total()});
      },
      reject: () => sheet?.update({isRefused: true}),
    });
  }

  return {walletClick: ask};
}

/** Options of the element that its sheet needs too; `click` may override them. */
const pick = (options: Record<string, unknown>) => {
  const {lineItems, shippingRates, shippingAddressRequired, emailRequired, business} = options;
  const {phoneNumberRequired, billingAddressRequired, allowedShippingCountries} = options;
  return {
    lineItems,
    shippingRates,
    shippingAddressRequired,
    emailRequired,
    business,
    phoneNumberRequired,
    billingAddressRequired,
    allowedShippingCountries,
  };
};

function refuseContradictions(details: Record<string, unknown>, amount: number): void {
  const items = (details['lineItems'] as {amount: number}[] | undefined) ?? [];
  const sum = items.reduce((total, item) => total + item.amount, 0);
  if (sum > amount) {
    throw new IntegrationError(
      `The amount ${amount} is less than the total amount of the line items provided.`,
    );
  }
  const rates = (details['shippingRates'] as object[] | undefined) ?? [];
  if (details['shippingAddressRequired'] === true && rates.length === 0) {
    throw new IntegrationError(
      'When `shippingAddressRequired` is true, you must specify `shippingRates`',
    );
  }
}
