import type {ApiAnswer, FrameState, Validation} from '../../wire/messages.ts';
import {request} from '../api.ts';
import {applyAppearance} from '../appearance/apply.ts';
import {el} from '../dom.ts';
import type {FrameApp} from '../main.ts';
import {badge} from '../payment/view.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';
import {availableWallets, wallets} from './wallets.ts';
import type {Wallet} from './wallets.ts';

interface Send {
  path: string;
  under: string;
  data: Record<string, unknown>;
  params: Record<string, unknown>;
}

/** The Express Checkout Element's frame: its buttons, and the data of the wallet that was used. */
export const expressApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  let state: FrameState | undefined;
  let used: Wallet | undefined;

  function receive(next: FrameState): void {
    state = next;
    applyAppearance(next.appearance);
    const texts = language(next.locale);
    document.documentElement.lang = texts.tag;
    document.documentElement.dir = texts.direction;
    if (!next.session) return measure();
    const shown = availableWallets(next.options, next.session.ordered_payment_method_types);
    draw(shown);
    const available = Object.fromEntries(
      wallets.map((each) => [each.option, shown.includes(each)]),
    );
    host.tell('ready', {availablePaymentMethods: shown.length > 0 ? available : undefined});
  }

  function draw(shown: Wallet[]): void {
    if (!state) return;
    const height = Math.min(55, Math.max(40, Number(state.options['buttonHeight'] ?? 44)));
    const layout = (state.options['layout'] ?? {}) as {maxColumns?: number};
    const columns = Math.min(layout.maxColumns || 2, shown.length, innerWidth < 400 ? 1 : 99);
    const grid = el('div', {class: 'Wallets'}, ...shown.map((wallet) => button(wallet, height)));
    grid.style.gridTemplateColumns = `repeat(${Math.max(columns, 1)}, minmax(0, 1fr))`;
    const content = shown.length > 0 ? [grid, badge(language(state.locale))] : [];
    document.body.replaceChildren(...content);
    measure();
  }

  function button(wallet: Wallet, height: number): HTMLElement {
    const themes = (state?.options['buttonTheme'] ?? {}) as Record<string, string | undefined>;
    // Left to itself, a button is drawn to stand out from the appearance around it.
    const isNight = state?.appearance?.theme === 'night';
    const isOfSystem = wallet.option === 'applePay' || wallet.option === 'googlePay';
    const theme = themes[wallet.option] ?? (isNight && isOfSystem ? 'white' : undefined);
    const isWhite = theme?.startsWith('white') === true;
    const node = el(
      'button',
      {
        type: 'button',
        class: 'WalletButton',
        'aria-label': wallet.label,
        'data-testid': wallet.type,
      },
      wallet.label,
    );
    node.style.height = `${height}px`;
    node.style.background = isWhite ? '#ffffff' : theme === 'black' ? '#000000' : wallet.background;
    node.style.color = isWhite ? '#000000' : theme === 'black' ? '#ffffff' : wallet.color;
    if (isWhite) node.style.borderColor = '#747775';
    node.addEventListener('click', () => {
      used = wallet;
      host.tell('walletClick', wallet.type);
    });
    return node;
  }

  async function send({path, under, data, params}: Send): Promise<ApiAnswer> {
    if (!state || !used) throw new Error('No wallet was used.');
    const whole = {...data, ...used.data};
    return request(state.key, {
      method: 'POST',
      path,
      params: {...params, ...(under ? {[under]: whole} : whole)},
    });
  }

  return {
    state: receive,
    send,
    validate: (): Validation => ({ok: true, ...(used && {type: used.type})}),
    failed: () => document.body.replaceChildren(),
    focus: () => document.querySelector('button')?.focus(),
    blur: () => (document.activeElement as HTMLElement | null)?.blur(),
  };
};
