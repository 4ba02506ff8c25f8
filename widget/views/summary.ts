import {html, nothing} from 'lit';
import type {Order, OrderLine} from '../../api/contract.ts';
import {formatMoney} from '../i18n/money.ts';
import {text} from '../i18n/text.ts';
import type {Quantities} from '../quantities.ts';

export interface SummaryModel {
  order: Order | null;
  locale: string;
  /** Pictures may be named relative to it. */
  apiUrl: string;
  /** How many lines there will be, as far as the page tells. */
  expectedLines: number;
  /** Lets the buyer change quantities; absent where they are as they are. */
  quantities?: Quantities | null | undefined;
}

/** What is bought, and what it comes to; until the order is there, a place of that size. */
export function summaryView({order, ...model}: SummaryModel) {
  return html`
    <section class="summary" part="summary" aria-labelledby="summary-heading">
      <h2 id="summary-heading" part="heading" tabindex="-1">${text('orderSummary')}</h2>
      ${order ? lines(order, model) : skeleton(model.expectedLines)}
    </section>
  `;
}

type LineModel = Omit<SummaryModel, 'order'>;

function lines({lines, amount, currency}: Order, model: LineModel) {
  return html`
    <ul part="summary-lines">
      ${lines.map((line) => lineView(line, currency, model))}
    </ul>
    <p class="total" part="total">
      <span>${text('total')}</span>
      <strong>${formatMoney(amount, currency, model.locale)}</strong>
    </p>
  `;
}

function lineView(line: OrderLine, currency: string, {locale, apiUrl, quantities}: LineModel) {
  const quantity = new Intl.NumberFormat(locale).format(line.quantity);
  return html`
    <li part="summary-line">
      ${
        line.imageUrl
          ? html`<img
              src=${new URL(line.imageUrl, `${apiUrl}/`).href}
              alt=""
              width="56"
              height="56"
              loading="lazy"
            />`
          : nothing
      }
      <span class="what">
        <span class="product">${line.name}</span>
        <span class="quiet">
          ${quantities ? nothing : text('quantityOf', {quantity})}${
            line.quantity > 1
              ? html`${quantities ? nothing : ' · '}${text('each', {amount: formatMoney(line.unitAmount, currency, locale)})}`
              : nothing
          }
        </span>
        ${quantities?.view(line, locale) ?? nothing}
      </span>
      <span class="amount">${formatMoney(line.amount, currency, locale)}</span>
    </li>
  `;
}

const skeleton = (expected: number) => html`
  <ul part="skeleton" aria-hidden="true">
    ${Array.from(
      {length: Math.max(1, expected)},
      () =>
        html`<li>
          <span class="bone picture"></span>
          <span class="what"><span class="bone half"></span><span class="bone third"></span></span>
        </li>`,
    )}
  </ul>
  <p class="total" aria-hidden="true"><span class="bone third"></span></p>
`;
