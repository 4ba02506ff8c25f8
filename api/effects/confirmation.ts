/** The confirmation as a mail: pure, from an order to HTML and plain text. */
import {html} from 'hono/html';
import type {HtmlEscapedString} from 'hono/utils/html';
import type {StoredOrder} from '../orders/store.ts';
import {textsFor} from './mail-texts.ts';
import {money} from './money.ts';

export interface Mail {
  /** The same for every repetition, so that a second copy can be recognised as one. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export function confirmationMail(
  {row, items}: StoredOrder,
  {to, host, sandbox}: {to: string; host: string; sandbox: boolean},
): Mail {
  const texts = textsFor(row.locale);
  const price = (amount: number) => money(amount, row.currency, texts.locale);
  const lines = items.map(({name, quantity, unitAmount}) => ({
    name,
    quantity: `${quantity} × ${price(unitAmount)}`,
    amount: price(quantity * unitAmount),
  }));
  const total = price(row.amount);
  const greeting = texts.greeting(row.name ?? '');
  return {
    messageId: `<${row.id}.confirmation@${host}>`,
    to,
    subject: texts.subject(row.number),
    text: [
      ...(sandbox ? [texts.sandbox, ''] : []),
      greeting,
      '',
      texts.thanks,
      '',
      texts.order(row.number),
      ...lines.map(({name, quantity, amount}) => `- ${name}, ${quantity}: ${amount}`),
      `${texts.total}: ${total}`,
      '',
    ].join('\n'),
    html: (
      html`<!doctype html>
        <html lang="${texts.language}" dir="${texts.direction}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width" />
            <title>${texts.subject(row.number)}</title>
          </head>
          <body
            style="margin:0;padding:24px;background:#f4f2ee;color:#1f1d1a;font:16px/1.5 system-ui,sans-serif"
          >
            <div
              style="max-width:520px;margin:0 auto;padding:24px;background:#fff;border-radius:12px"
            >
              ${
                sandbox
                  ? html`<p
                      style="margin:0 0 16px;padding:8px 12px;background:#fff3cd;border-radius:8px"
                    >
                      ${texts.sandbox}
                    </p>`
                  : ''
              }
              <p style="margin:0 0 12px">${greeting}</p>
              <p style="margin:0 0 20px">${texts.thanks}</p>
              <h1 style="margin:0 0 8px;font-size:18px">${texts.order(row.number)}</h1>
              <table
                role="presentation"
                style="width:100%;border-collapse:collapse;overflow-wrap:anywhere"
              >
                ${lines.map(
                  ({name, quantity, amount}) =>
                    html`<tr>
                      <td style="padding:8px 0;border-bottom:1px solid #e7e3dc">
                        ${name}<br /><small>${quantity}</small>
                      </td>
                      <td
                        style="padding:8px 0;padding-inline-start:16px;border-bottom:1px solid #e7e3dc;text-align:end;white-space:nowrap"
                      >
                        ${amount}
                      </td>
                    </tr>`,
                )}
                <tr>
                  <td style="padding:12px 0"><strong>${texts.total}</strong></td>
                  <td
                    style="padding:12px 0;padding-inline-start:16px;text-align:end;white-space:nowrap"
                  >
                    <strong>${total}</strong>
                  </td>
                </tr>
              </table>
            </div>
          </body>
        </html>` as HtmlEscapedString
    ).toString(),
  };
}
