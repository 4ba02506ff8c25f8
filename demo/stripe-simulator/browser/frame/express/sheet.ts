import {applyAppearance} from '../appearance/apply.ts';
import {el} from '../dom.ts';
import {brandIcon} from '../icons.ts';
import type {FrameApp} from '../main.ts';
import {badge} from '../payment/view.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';
import {buyer, buyerAddresses} from './buyer.ts';
import {wallets} from './wallets.ts';

interface SheetState {
  type: string;
  business: string;
  amount: number;
  currency: string;
  lineItems?: {name: string; amount: number}[];
  shippingRates?: {id: string; amount: number; displayName: string}[];
  shippingAddressRequired?: boolean;
  emailRequired?: boolean;
  phoneNumberRequired?: boolean;
  billingAddressRequired?: boolean;
  allowedShippingCountries?: string[];
  isRefused?: boolean;
}

/** The wallet's sheet: a made-up buyer with a test card, an address to choose, a rate, a total. */
export const walletSheetApp: FrameApp = (host) => {
  reportHeight(host);
  applyAppearance({});
  let addressAt = 0;
  let rateId: string | undefined;

  function draw(state: SheetState): void {
    const {shippingRates = [], allowedShippingCountries} = state;
    const addresses = buyerAddresses.filter(
      ({country}) => !allowedShippingCountries || allowedShippingCountries.includes(country),
    );
    const rate = shippingRates.find(({id}) => id === rateId) ?? shippingRates[0];
    const address = addresses[addressAt] ?? addresses[0];
    const money = new Intl.NumberFormat('en', {style: 'currency', currency: state.currency});
    const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
    const price = (amount: number) => money.format(amount / 10 ** digits);
    const label = wallets.find(({type}) => type === state.type)?.label ?? state.type;

    const shipTo = el(
      'select',
      {class: 'Input', 'aria-label': 'Ship to'},
      ...addresses.map((each, at) =>
        el(
          'option',
          {value: at, selected: each === address},
          `${each.line1}, ${each.city}, ${each.country}`,
        ),
      ),
    );
    shipTo.addEventListener('change', () => {
      addressAt = Number(shipTo.value);
      const {line1: _, line2: __, ...partial} = addresses[addressAt] ?? buyerAddresses[0];
      host.tell('shippingAddress', {name: buyer.name, address: partial});
    });
    const rates = el(
      'select',
      {class: 'Input', 'aria-label': 'Shipping method'},
      ...shippingRates.map((each) =>
        el(
          'option',
          {value: each.id, selected: each === rate},
          `${each.displayName} · ${price(each.amount)}`,
        ),
      ),
    );
    rates.addEventListener('change', () => {
      rateId = rates.value;
      host.tell('shippingRate', {shippingRate: shippingRates.find(({id}) => id === rateId)});
    });
    const pay = el(
      'button',
      {type: 'button', class: 'WalletButton SheetPay'},
      `Pay ${price(state.amount)}`,
    );
    pay.disabled = state.isRefused === true;
    pay.addEventListener('click', () => {
      const place = address ?? buyerAddresses[0];
      host.tell('pay', {
        billingDetails: {
          name: buyer.name,
          ...(state.emailRequired && {email: buyer.email}),
          ...(state.phoneNumberRequired && {phone: buyer.phone}),
          address: state.billingAddressRequired === false ? {} : buyerAddresses[0],
        },
        ...(state.shippingAddressRequired && {
          shippingAddress: {name: buyer.name, address: place},
          shippingRate: rate,
        }),
      });
    });
    const cancel = el('button', {type: 'button', class: 'PickerAction'}, 'Cancel');
    cancel.addEventListener('click', () => host.tell('cancel'));
    document.body.replaceChildren(
      el(
        'main',
        {class: 'Sheet'},
        el('header', {class: 'SheetRow'}, el('strong', {}, label), cancel),
        el('div', {class: 'SheetRow'}, el('span', {}, 'Visa •••• 4242'), brandIcon('visa')),
        el('div', {class: 'SheetRow'}, el('span', {}, buyer.name), el('span', {}, buyer.email)),
        state.shippingAddressRequired && shipTo,
        state.shippingAddressRequired && rates,
        ...(state.lineItems ?? []).map(({name, amount}) =>
          el('div', {class: 'SheetRow'}, el('span', {}, name), el('span', {}, price(amount))),
        ),
        el(
          'div',
          {class: 'SheetRow SheetTotal'},
          el('span', {}, `Pay ${state.business}`),
          el('span', {}, price(state.amount)),
        ),
        state.isRefused && el('p', {class: 'Error', role: 'alert'}, 'The shop cannot ship there.'),
        pay,
        badge(language('en')),
      ),
    );
  }

  return {state: draw};
};
