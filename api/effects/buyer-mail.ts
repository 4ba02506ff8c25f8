/** A mail to a buyer about an order: pure, from the order and what to say to HTML and plain text. */
import {html} from 'hono/html';
import type {StoredOrder} from '../orders/store.ts';
import {linesTable, mailPage} from './mail-page.ts';
import type {MailTexts} from './mail-texts.ts';
import type {Mail} from './mailer.ts';
import {money} from './money.ts';

export interface Addressed {
  to: string;
  host: string;
  sandbox: boolean;
}

interface Message {
  texts: MailTexts;
  /** Tells this mail from others about the same order. */
  kind: string;
  subject: string;
  /** Between the greeting and the order. */
  paragraphs: string[];
}

export function buyerMail(
  {row, items}: StoredOrder,
  {to, host, sandbox}: Addressed,
  {texts, kind, subject, paragraphs}: Message,
): Mail {
  const price = (amount: number) => money(amount, row.currency, texts.locale);
  const lines = items.map(({name, quantity, unitAmount}) => ({
    name,
    detail: `${quantity} × ${price(unitAmount)}`,
    amount: price(quantity * unitAmount),
  }));
  const total = price(row.amount);
  const greeting = texts.greeting(row.name ?? '');
  const {language, direction} = texts;
  return {
    messageId: `<${row.id}.${kind}@${host}>`,
    to,
    subject,
    text: [
      ...(sandbox ? [texts.sandbox, ''] : []),
      greeting,
      '',
      ...paragraphs.flatMap((text) => [text, '']),
      texts.order(row.number),
      ...lines.map(({name, detail, amount}) => `- ${name}, ${detail}: ${amount}`),
      `${texts.total}: ${total}`,
      '',
    ].join('\n'),
    html: mailPage(
      {language, direction, title: subject, sandbox: sandbox ? texts.sandbox : undefined},
      html`<p style="margin:0 0 12px">${greeting}</p>
        ${paragraphs.map((text) => html`<p style="margin:0 0 12px">${text}</p>`)}
        <h1 style="margin:20px 0 8px;font-size:18px">${texts.order(row.number)}</h1>
        ${linesTable(lines, {label: texts.total, amount: total})}`,
    ),
  };
}
