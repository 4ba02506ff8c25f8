import {html, nothing, type TemplateResult} from 'lit';
import type {Activity} from './activity.ts';
import {settings, snippet, withSetting} from './settings.ts';

/** Card numbers worth trying: https://docs.stripe.com/testing */
const cards: [number: string, what: string][] = [
  ['4242 4242 4242 4242', 'is paid'],
  ['4000 0027 6000 3184', 'asks for 3D Secure'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'has insufficient funds'],
];

/** The aside in which a developer sees the webhook arrive and the order turn paid. */
export function counterView(
  activity: Activity | undefined,
  checkout: Element,
  simulator: TemplateResult,
  openMail: (id: string) => void,
): TemplateResult {
  return html`
    <h2>Behind the counter</h2>
    <p class="lead">What the shop's server sees, as it happens.</p>
    ${list('Orders', activity?.orders, 'None yet.', orderRow)}
    ${list('Webhook events', activity?.events, 'None yet: pay, and watch.', eventRow)}
    ${list('E-mails', activity?.mails, 'None yet: a paid order sends one.', (mail) =>
      mailRow(mail, openMail),
    )}
    ${simulator}
    <section>
      <h3>Test cards</h3>
      <ul>
        ${cards.map(
          ([number, what]) => html`
            <li>
              <span><code>${number}</code></span>
              <button @click=${() => copy(number)} aria-label="Copy ${number}">Copy</button>
              <span class="note">${what}</span>
            </li>
          `,
        )}
      </ul>
    </section>
    <section>
      <h3>Settings</h3>
      <div class="settings">${settings.map(settingView)}</div>
      <pre class="snippet">${snippet(checkout)}</pre>
      <button @click=${() => copy(snippet(checkout))}>Copy the two lines</button>
    </section>
  `;
}

function list<Row>(
  title: string,
  rows: Row[] | undefined,
  empty: string,
  row: (row: Row) => TemplateResult,
): TemplateResult {
  return html`
    <section>
      <h3>${title}</h3>
      <ul>
        ${rows?.length ? rows.slice(0, 6).map(row) : html`<li class="note">${empty}</li>`}
      </ul>
    </section>
  `;
}

const tones: Record<string, string> = {
  paid: 'good',
  processed: 'good',
  authorized: 'good',
  payment_failed: 'bad',
  paid_unfulfillable: 'bad',
  disputed: 'bad',
  parked: 'bad',
};

function badge(status: string): TemplateResult {
  return html`<span class="status ${tones[status] ?? ''}">${status.replaceAll('_', ' ')}</span>`;
}

function orderRow(order: Activity['orders'][number]): TemplateResult {
  return html`
    <li data-order=${order.id}>
      <strong>${order.number}</strong>${badge(order.status)}
      <span class="note">${money(order.amount, order.currency)} · ${time(order.createdAt)}</span>
    </li>
  `;
}

function eventRow(event: Activity['events'][number]): TemplateResult {
  return html`
    <li>
      <code>${breakable(event.type)}</code>${badge(event.state)}
      <span class="note">${time(event.received)}</span>
    </li>
  `;
}

/** A name with dots, which is broken after one of them where there is no room for all of it. */
function breakable(name: string): TemplateResult[] {
  return name.split(/(?<=\.)/).map((part) => html`${part}<wbr />`);
}

function mailRow(mail: Activity['mails'][number], openMail: (id: string) => void): TemplateResult {
  return html`
    <li>
      <span>${mail.subject}</span>
      <button @click=${() => openMail(mail.id)} aria-label="Read “${mail.subject}”">Read</button>
      <span class="note">to ${mail.to} · ${time(mail.createdAt)}</span>
    </li>
  `;
}

function settingView({name, label, choices}: (typeof settings)[number]): TemplateResult {
  const address = new URLSearchParams(location.search);
  const chosen = address.get(name) ?? '';
  const change = (event: Event) => {
    location.search = withSetting(address, name, (event.target as HTMLSelectElement).value);
  };
  return html`
    <label>
      ${label}
      <select @change=${change}>
        ${choices.map(
          ([value, text]) =>
            html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
        )}
      </select>
    </label>
  `;
}

/** The dialog in which a mail is read; its frame may run nothing. */
export function mailDialog(id: string | undefined): TemplateResult | typeof nothing {
  if (!id) return nothing;
  return html`
    <header>
      <strong>A mail of the sandbox</strong>
      <form method="dialog"><button>Close</button></form>
    </header>
    <iframe sandbox="" title="The mail" src="/_sandbox/mails/${encodeURIComponent(id)}"></iframe>
  `;
}

/** Stripe's minor units as text; the digits of a currency are Intl's. */
function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, {style: 'currency', currency});
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function time(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, {timeStyle: 'medium'});
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text);
}
