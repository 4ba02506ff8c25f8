import {css} from 'lit';

/** The wallet buttons above the form, and the quantity buttons beside it. */
export const walletsStyles = css`
  .wallets {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_spacing-unit) * 4);
  }
  .wallet-buttons {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 48px;
  }
  .wallet-buttons > * {
    grid-area: 1 / 1;
    display: block;
    margin: 0;
  }
  /* Stripe stacks the buttons where there is no room for two beside each other. */
  @container (max-width: 460px) {
    .wallet-buttons:not(.ready) {
      min-block-size: 192px;
    }
    .wallet-buttons .bone {
      box-shadow: 0 52px var(--_color-divider);
    }
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 1em;
  }
  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_color-divider);
  }

  .stepper {
    display: flex;
    justify-self: start;
    align-items: center;
    margin-block-start: 6px;
    border: 1px solid var(--_input-color-border);
    border-radius: var(--_border-radius);
  }
  .stepper output {
    min-inline-size: 3ch;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .step {
    inline-size: 36px;
    block-size: 32px;
    padding: 0;
    color: inherit;
    background: none;
    border: 0;
    border-radius: var(--_border-radius);
    font: inherit;
    cursor: pointer;
  }
  .step:focus-visible {
    outline: 2px solid var(--_color-primary);
    outline-offset: 1px;
  }
  .step[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
`;
