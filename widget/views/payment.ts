import {html, nothing} from 'lit';
import type {CheckoutState} from '../flow.ts';
import {text} from '../i18n/text.ts';

export interface PaymentModel {
  state: CheckoutState;
  slotName: string;
  onRetry: () => void;
}

/** Why there is nothing to be seen, and the way to try again where that may help. */
export const loadErrorView = ({state: {error}, onRetry}: Omit<PaymentModel, 'slotName'>) => html`
  <div class="banner" part="banner" role="alert">
    <p>${error?.message}</p>
    ${
      error?.retryable
        ? html`<button
            type="button"
            class="button secondary"
            part="button button-secondary"
            @click=${onRetry}
          >
            ${text('tryAgain')}
          </button>`
        : nothing
    }
  </div>
`;

/** Where Stripe's Payment Element appears; before it does, a place of its size. */
export function paymentView(model: PaymentModel) {
  const {slotName} = model;
  const {step, paymentReady} = model.state;
  return html`
    <section class="section" part="section section-payment" aria-labelledby="payment-heading">
      <h2 id="payment-heading" part="heading" tabindex="-1">${text('payment')}</h2>
      ${
        step === 'load-error'
          ? loadErrorView(model)
          : html`
              <div class="payment ${paymentReady ? 'ready' : ''}" part="payment">
                <slot name=${slotName}></slot>
                ${
                  paymentReady
                    ? nothing
                    : html`<div class="skeleton-payment" part="skeleton" aria-hidden="true">
                        <slot name="loading">
                          <span class="bone half"></span>
                          <span class="bone tall"></span>
                          <span class="pair">
                            <span
                              ><span class="bone half"></span><span class="bone tall"></span
                            ></span>
                            <span
                              ><span class="bone half"></span><span class="bone tall"></span
                            ></span>
                          </span>
                        </slot>
                      </div>`
                }
              </div>
            `
      }
    </section>
  `;
}
