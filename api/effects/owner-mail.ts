/** A paid order as a mail to the shop's owner, with all that is needed to ship it. Pure. */
import {html} from 'hono/html';
import {buyerOf, oneLine, type Buyer} from '../orders/buyer.ts';
import {isOnHold, type HoldRow} from '../orders/holds.ts';
import type {StoredOrder} from '../orders/store.ts';
import {dashboardAddress} from '../stripe/dashboard.ts';
import {linesTable, mailPage, remark} from './mail-page.ts';
import {english} from './mail-languages.ts';
import type {Mail} from './mailer.ts';
import {money} from './money.ts';

interface About {
  to: string;
  host: string;
  sandbox: boolean;
  paymentIntentId: string | undefined;
  holds: HoldRow[];
}

export function ownerMail({row, items}: StoredOrder, about: About): Mail {
  const {to, host, sandbox, holds} = about;
  const price = (amount: number) => money(amount, row.currency, 'en');
  const lines = items.map(({name, sku, quantity, unitAmount}) => ({
    name,
    detail: `${sku}, ${quantity} × ${price(unitAmount)}`,
    amount: price(quantity * unitAmount),
  }));
  const currency = row.currency.toUpperCase();
  const total = {label: `Total (${currency})`, amount: price(row.amount)};
  const subject = `New order ${row.number}: ${total.amount} ${currency}`;
  const remarks = remarksOf(row.status, holds);
  const paid = row.paidAt ? `Paid on ${time.format(row.paidAt)} UTC` : 'Paid';
  const buyer = buyerOf(row);
  const facts = factsOf(row, buyer, about);
  return {
    messageId: `<${row.id}.owner@${host}>`,
    to,
    replyTo: buyer.email,
    subject,
    text: [
      ...(sandbox ? [english.sandbox, ''] : []),
      `Order ${row.number}`,
      paid,
      '',
      ...remarks.flatMap((text) => [text, '']),
      ...lines.map(({name, detail, amount}) => `- ${name} (${detail}): ${amount}`),
      `${total.label}: ${total.amount}`,
      '',
      ...facts.flatMap(({label, value, href}) => [
        ...(value.length === 1 ? [`${label}: ${value[0]}`] : [`${label}:`, ...value, '']),
        // An address of the buyer's is a link by itself.
        ...(href?.startsWith('https:') ? [href] : []),
      ]),
      '',
    ].join('\n'),
    html: mailPage(
      {
        language: 'en',
        direction: 'ltr',
        title: subject,
        sandbox: sandbox ? english.sandbox : undefined,
      },
      html`<h1 style="margin:0;font-size:18px">Order ${row.number}</h1>
        <p style="margin:0 0 16px">${paid}</p>
        ${remarks.map(remark)} ${linesTable(lines, total)}
        <table
          role="presentation"
          style="width:100%;margin-top:16px;border-collapse:collapse;overflow-wrap:anywhere"
        >
          ${facts.map(factRow)}
        </table>`,
    ),
  };
}

interface Fact {
  label: string;
  value: string[];
  href?: string;
}

function factsOf(
  {clientReferenceId, livemode}: StoredOrder['row'],
  {name, email, phone, company, shipping, billing}: Buyer,
  {paymentIntentId, sandbox}: About,
): Fact[] {
  const isSame = shipping.length > 0 && shipping.join('\n') === billing.join('\n');
  const payment = paymentIntentId && {
    value: [paymentIntentId],
    // The sandbox's payments are in no Dashboard.
    ...(sandbox ? {} : {href: dashboardAddress(paymentIntentId, livemode)}),
  };
  const facts: (Fact | undefined | '')[] = [
    {label: 'Ship to', value: shipping},
    {label: 'Bill to', value: isSame ? ['the same address'] : billing},
    {label: 'Buyer', value: [name ?? '']},
    {label: 'E-mail', value: [email ?? 'not known'], ...(email && {href: `mailto:${email}`})},
    {label: 'Phone', value: [phone ?? '']},
    {label: 'Company', value: [company ?? '']},
    {label: 'Reference', value: [oneLine(clientReferenceId) ?? '']},
    payment && {label: 'Payment', ...payment},
  ];
  return facts.flatMap((fact) => (fact && fact.value.some(Boolean) ? fact : []));
}

const factRow = ({label, value, href}: Fact) => {
  const lines = value.map((line, at) => html`${at > 0 ? html`<br />` : ''}${line}`);
  return html`<tr>
    <td style="padding:6px 16px 6px 0;vertical-align:top;white-space:nowrap;color:#6b665e">
      ${label}
    </td>
    <td style="width:100%;padding:6px 0;vertical-align:top">
      ${href ? html`<a href="${href}" style="color:#1f1d1a">${lines}</a>` : lines}
    </td>
  </tr>`;
};

const whyHeld: Record<HoldRow['kind'], string> = {
  review: 'Stripe Radar asks for a review of this payment.',
  early_fraud_warning: 'The buyer’s bank suspects fraud.',
};

/** Why it should not be shipped as it is, also where that came before this mail could be sent. */
function remarksOf(status: StoredOrder['row']['status'], holds: HoldRow[]): string[] {
  const open = holds.filter((hold) => isOnHold([hold]));
  const why = [...new Set(open.map(({kind}) => whyHeld[kind]))].join(' ');
  return [
    ...(why ? [`Do not ship yet. ${why}`] : []),
    ...(status === 'paid'
      ? []
      : [`By now this order is ${status.replaceAll('_', ' ')}: look at it before you ship.`]),
  ];
}

const time = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});
