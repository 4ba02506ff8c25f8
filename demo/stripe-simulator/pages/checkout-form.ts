import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {formatMoney} from '../machine/money.ts';
import type {MethodData} from '../resources/payment-method-data.ts';
import type {WireLineItem} from '../store.ts';
import {escapeHtml, page} from './html.ts';

/** What the buyer has typed, by the names of the fields. */
export type Typed = Record<string, string>;

interface FormFacts {
  session: Stripe.Checkout.Session;
  items: readonly WireLineItem[];
  /** Known beforehand, and then not asked. */
  email: string | null;
  typed: Typed;
  error: string | null;
}

export function drawForm({session, items, email, typed, error}: FormFacts): string {
  const currency = session.currency ?? 'usd';
  const total = escapeHtml(formatMoney(session.amount_total ?? 0, currency));
  const lines = items.map(
    (item) =>
      `<li>${item.quantity} × ${escapeHtml(item.description ?? '')}: ${escapeHtml(formatMoney(item.amount_total, currency))}</li>`,
  );
  const field = (name: string, label: string, autocomplete: string, more = '') =>
    `<label>${label} <input name="${name}" autocomplete="${autocomplete}" value="${escapeHtml(typed[name] ?? '')}" ${more}/></label>`;
  // What was typed of a card or an account is not written into the page again.
  const secret = (name: string, label: string, autocomplete: string) =>
    `<label>${label} <input name="${name}" autocomplete="${autocomplete}" inputmode="numeric" /></label>`;
  const fieldsOf: Record<string, string> = {
    card: `${secret('number', 'Card number', 'cc-number')}
        ${secret('expiry', 'Expiration (MM / YY)', 'cc-exp')}
        ${secret('cvc', 'CVC', 'cc-csc')}`,
    sepa_debit: secret('iban', 'IBAN', 'off'),
    us_bank_account: `${secret('routing', 'Routing number', 'off')}
        ${secret('account', 'Account number', 'off')}`,
    boleto: field('tax_id', 'CPF/CNPJ', 'off'),
  };
  const chosen = typed['method'] ?? session.payment_method_types[0];
  const methods = session.payment_method_types.map(
    (type) => `<div class="method">
        <label><input type="radio" name="method" value="${type}"${type === chosen ? ' checked' : ''} /> ${nameOf(type)}</label>
        <div class="fields">${fieldsOf[type] ?? ''}</div>
      </div>`,
  );
  const shipping = session.shipping_address_collection
    ? `<fieldset><legend>Shipping address</legend>
        ${field('shipping_name', 'Full name', 'shipping name')}
        ${field('shipping_line1', 'Address', 'shipping address-line1')}
        ${field('shipping_city', 'City', 'shipping address-level2')}
        ${field('shipping_postal_code', 'Postal code', 'shipping postal-code')}
        ${field('shipping_country', 'Country code', 'shipping country', 'maxlength="2" ')}
      </fieldset>`
    : '';
  const needsAddress = session.billing_address_collection === 'required';
  return page(
    `Pay ${formatMoney(session.amount_total ?? 0, currency)}`,
    `<ul>${lines.join('')}</ul>
      <p>Total: <strong>${total}</strong></p>
      ${error ? `<p role="alert">${escapeHtml(error)}</p>` : ''}
      <form method="post" class="checkout">
      ${email ? `<p>${escapeHtml(email)}</p>` : field('email', 'Email', 'email', 'type="email" required ')}
      ${session.phone_number_collection?.enabled ? field('phone', 'Phone', 'tel', 'type="tel" required ') : ''}
      ${shipping}
      <fieldset><legend>Payment method</legend>
      ${methods.join('\n      ')}
      </fieldset>
      ${field('name', 'Name', 'billing name')}
      ${needsAddress ? field('line1', 'Billing address', 'billing address-line1', 'required ') : ''}
      ${needsAddress ? field('city', 'City', 'billing address-level2', 'required ') : ''}
      ${field('country', 'Country code', 'billing country', 'maxlength="2" ')}
      ${field('postal_code', 'Postal code', 'billing postal-code')}
      <button value="approve">${session.submit_type === 'book' ? 'Book' : session.submit_type === 'donate' ? 'Donate' : 'Pay'}</button>
      </form>
      ${session.cancel_url ? `<p><a href="${escapeHtml(session.cancel_url)}">Back to the shop</a></p>` : ''}`,
  );
}

const nameOf = (type: string) =>
  type === 'card'
    ? 'Card'
    : escapeHtml(type.replaceAll('_', ' ').replace(/^\w/, (c) => c.toUpperCase()));

/** The payment method as the form describes it; what is wrong with it is for the API to say. */
export function readMethod(session: Stripe.Checkout.Session, typed: Typed): MethodData {
  const type = typed['method'] ?? session.payment_method_types[0] ?? 'card';
  if (!session.payment_method_types.includes(type)) {
    throw invalid(`This page does not take ${type}.`, 'method');
  }
  if (!typed['email']) throw invalid('Your email is missing.', 'email');
  const [month = '', year = ''] = (typed['expiry'] ?? '').split('/').map((part) => part.trim());
  return {
    type,
    billing_details: {
      email: typed['email'],
      ...(typed['name'] && {name: typed['name']}),
      ...(typed['phone'] && {phone: typed['phone']}),
      address: {
        city: typed['city'] || null,
        ...(typed['country'] && {country: typed['country'].toUpperCase()}),
        line1: typed['line1'] || null,
        line2: null,
        postal_code: typed['postal_code'] || null,
        state: null,
      },
    },
    ...(type === 'card' && {
      card: {
        number: (typed['number'] ?? '').replaceAll(' ', ''),
        exp_month: Number(month),
        exp_year: Number(year),
        ...(typed['cvc'] && {cvc: typed['cvc']}),
      },
    }),
    ...(type === 'sepa_debit' && {sepa_debit: {iban: typed['iban'] ?? ''}}),
    ...(type === 'us_bank_account' && {
      us_bank_account: {
        account_number: typed['account'] ?? '',
        routing_number: typed['routing'] ?? '',
      },
    }),
    ...(type === 'boleto' && {boleto: {tax_id: typed['tax_id'] ?? ''}}),
  };
}

type Shipping = Stripe.Checkout.Session.CollectedInformation.ShippingDetails;

export function readShipping(session: Stripe.Checkout.Session, typed: Typed): Shipping | null {
  const allowed = session.shipping_address_collection?.allowed_countries;
  if (!allowed) return null;
  const country = typed['shipping_country']?.toUpperCase() ?? '';
  const name = typed['shipping_name'] ?? '';
  const line1 = typed['shipping_line1'] ?? '';
  if (!name || !line1) throw invalid('Your shipping address is incomplete.', 'shipping');
  if (!allowed.some((each) => each === country)) {
    throw invalid(`The shop does not send to ${country || 'an unknown country'}.`, 'shipping');
  }
  return {
    name,
    address: {
      city: typed['shipping_city'] || null,
      country,
      line1,
      line2: null,
      postal_code: typed['shipping_postal_code'] || null,
      state: null,
    },
  };
}
