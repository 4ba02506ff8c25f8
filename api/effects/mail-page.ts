/** What all mails look like, without what they say. */
import {html} from 'hono/html';
import type {HtmlEscapedString} from 'hono/utils/html';

type Html = ReturnType<typeof html>;

interface Page {
  /** BCP 47. */
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  /** Stands above everything where no money moved. */
  sandbox?: string | undefined;
}

/** A whole document: mail programs keep inline styles, and little else. */
export const mailPage = (
  {language, direction, title, sandbox}: Page,
  content: Html | Html[],
): string =>
  (
    html`<!doctype html>
      <html lang="${language}" dir="${direction}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>${title}</title>
        </head>
        <body
          style="margin:0;padding:24px;background:#f4f2ee;color:#1f1d1a;font:16px/1.5 system-ui,sans-serif"
        >
          <div
            style="max-width:520px;margin:0 auto;padding:24px;background:#fff;border-radius:12px"
          >
            ${sandbox ? remark(sandbox) : ''} ${content}
          </div>
        </body>
      </html>` as HtmlEscapedString
  ).toString();

/** What must not be overlooked. */
export const remark = (text: string): Html =>
  html`<p style="margin:0 0 16px;padding:8px 12px;background:#fff3cd;border-radius:8px">
    ${text}
  </p>`;

export interface Line {
  name: string;
  /** Below the name, in small letters. */
  detail: string;
  amount: string;
}

/** What was bought, and what it comes to. */
export const linesTable = (lines: Line[], total: {label: string; amount: string}): Html =>
  html`<table
    role="presentation"
    style="width:100%;border-collapse:collapse;overflow-wrap:anywhere"
  >
    ${lines.map(
      ({name, detail, amount}) =>
        html`<tr>
          <td style="width:100%;padding:8px 0;border-bottom:1px solid #e7e3dc">
            ${name}<br /><small>${detail}</small>
          </td>
          <td
            style="padding:8px 0;padding-inline-start:16px;border-bottom:1px solid #e7e3dc;text-align:end;white-space:nowrap"
          >
            ${amount}
          </td>
        </tr>`,
    )}
    <tr>
      <td style="padding:12px 0"><strong>${total.label}</strong></td>
      <td style="padding:12px 0;padding-inline-start:16px;text-align:end;white-space:nowrap">
        <strong>${total.amount}</strong>
      </td>
    </tr>
  </table>`;
