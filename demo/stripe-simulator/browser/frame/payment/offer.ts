import type {FrameState} from '../../wire/messages.ts';
import {walletsInForm} from '../express/wallets.ts';
import type {Wallet} from '../express/wallets.ts';
import type {Language} from '../texts/texts.ts';
import {methodOf} from './methods.ts';
import type {Method} from './methods.ts';
import {orderTypes} from './options.ts';
import type {PaymentOptions} from './options.ts';
import {walletRow} from './wallet-rows.ts';

/** The rows of the form: the session's methods and, after the card, the wallets of the device. */
export function methodsOnOffer(
  state: FrameState,
  {order}: PaymentOptions,
  texts: Language,
): Method[] {
  const types = state.session?.ordered_payment_method_types ?? [];
  const wallets = walletsInForm(state.options, types).filter(({type}) => type !== 'link');
  const all = types.flatMap((type) =>
    type === 'card' ? [type, ...wallets.map((wallet) => wallet.type)] : [type],
  );
  return orderTypes(all, order).map((type) => {
    const wallet = wallets.find((each) => each.type === type);
    return wallet ? walletRow(wallet) : methodOf(type, texts);
  });
}

/** Link, where the form may offer it. */
export const linkOf = (state: FrameState | undefined): Wallet | undefined =>
  state &&
  walletsInForm(state.options, state.session?.ordered_payment_method_types ?? []).find(
    ({type}) => type === 'link',
  );
