import {html, nothing} from 'lit';
import type {CheckoutState} from '../flow.ts';
import {text} from '../i18n/text.ts';

/**
 * Where the wallet buttons appear. Their place is kept until it is known whether there are any:
 * what is below must not move while somebody types. Where there are none, nothing is left.
 */
export const walletsView = ({step, wallets}: CheckoutState, slotName: string | null) =>
  wallets === 'none' || step === 'load-error' || slotName === null
    ? nothing
    : html`
        <section
          class="wallets"
          part="section section-wallets"
          aria-label=${text('expressCheckout')}
        >
          <div class="wallet-buttons ${wallets === 'some' ? 'ready' : ''}" part="wallets">
            <slot name=${slotName}></slot>
            ${
              wallets === 'some'
                ? nothing
                : html`<span class="bone tall" part="skeleton" aria-hidden="true"></span>`
            }
          </div>
          <p class="divider quiet" part="divider"><span>${text('orPayBelow')}</span></p>
        </section>
      `;
