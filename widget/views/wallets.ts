import {html, nothing} from 'lit';
import type {CheckoutState} from '../flow.ts';
import {text} from '../i18n/text.ts';

/**
 * Where the wallet buttons appear. Their place is kept until it is known whether there are any, and
 * from then on for as long as it is looked at: what is below must not move while somebody reads or
 * types there. Where there are none, nothing is left.
 */
export const walletsView = ({step, wallets, keepsPlace}: CheckoutState, slotName: string | null) =>
  (wallets === 'none' && !keepsPlace) || step === 'load-error' || slotName === null
    ? nothing
    : html`
        <section
          class="wallets ${wallets}"
          part="section section-wallets"
          aria-label=${text('expressCheckout')}
        >
          <div class="wallet-buttons ${keepsPlace ? 'kept' : ''}" part="wallets">
            <slot name=${slotName}></slot>
            ${
              wallets === 'unknown'
                ? html`<span class="bone tall" part="skeleton" aria-hidden="true"></span>`
                : nothing
            }
          </div>
          <p class="divider quiet" part="divider"><span>${text('orPayBelow')}</span></p>
        </section>
      `;
