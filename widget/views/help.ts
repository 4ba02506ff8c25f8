import {html, nothing} from 'lit';
import type {Challenge} from '../challenge.ts';
import type {HostedOffer} from '../hosted-offer.ts';
import {text} from '../i18n/text.ts';

/** The way to Stripe's own page, where its form cannot be shown here. */
export const hostedView = (offer: HostedOffer) => html`
  <section class="section" part="section section-hosted">
    <button
      type="button"
      class="button primary"
      part="button button-primary button-hosted"
      aria-disabled=${offer.isBusy}
      @click=${() => void offer.go()}
    >
      ${
        offer.isBusy
          ? html`<span class="spinner" part="spinner" aria-hidden="true"></span>`
          : nothing
      }
      ${text('hostedLink')}
    </button>
    <p class="quiet" part="hint" role="status">${text('hostedText')}</p>
    ${
      offer.error
        ? html`<div class="banner" part="banner" role="alert"><p>${offer.error.message}</p></div>`
        : nothing
    }
  </section>
`;

/** Why there is a challenge, and where it appears. */
export const challengeView = ({purpose, isSolved, slotName}: Challenge) => html`
  <section class="section" part="section section-challenge">
    <p part="hint" role="alert">
      ${text(purpose === 'wallet' && isSolved ? 'challengeWallet' : 'challengeText')}
    </p>
    <div part="challenge"><slot name=${slotName}></slot></div>
  </section>
`;
