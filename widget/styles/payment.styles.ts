import {css} from 'lit';

/** Stripe's place, its placeholder, and the buttons. */
export const paymentStyles = css`
  /* Payment */
  .payment {
    min-block-size: 15.5em;
  }
  .payment.ready {
    min-block-size: 0;
  }
  .payment > *,
  .wallet-buttons > * {
    grid-area: 1 / 1;
    display: block;
  }
  .payment:not(.ready) > slot {
    opacity: 0;
  }
  .bone {
    display: block;
    inline-size: 100%;
    block-size: 0.875em;
    margin-block: 6px;
    background: var(--_color-divider);
    border-radius: 6px;
    animation: breathe 1.6s ease-in-out infinite;
  }
  /* Nothing is on its way: not begun yet, or given up. */
  .layout[aria-busy='false'] .bone {
    animation: none;
  }
  .bone.half {
    inline-size: 45%;
  }
  .bone.third {
    inline-size: 28%;
  }
  .bone.tall {
    block-size: 46px;
    margin-block-end: var(--_grid-row-spacing);
    border-radius: var(--_border-radius);
  }
  .bone.picture {
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    margin: 0;
    border-radius: var(--_border-radius);
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--_grid-column-spacing);
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }

  /* Buttons, before which stands what they overrule: the corners of what has the focus. */
  :focus-visible {
    outline: 2px solid var(--_color-primary);
    outline-offset: 2px;
    border-radius: var(--_border-radius);
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-block-size: 44px;
    padding: 9px 18px;
    border: 1px solid transparent;
    border-radius: var(--_button-border-radius);
    font: inherit;
    font-weight: var(--_font-weight-bold);
    text-decoration: none;
    cursor: pointer;
    transition:
      filter 120ms,
      box-shadow 120ms;
  }
  .primary {
    color: var(--_accessible-color-on-color-primary);
    background: var(--_color-primary);
  }
  .secondary {
    color: var(--_color-text);
    background: var(--_color-background);
    border-color: var(--_input-color-border);
  }
  .submit {
    inline-size: 100%;
    min-block-size: 52px;
    font-size: 1.0625em;
    font-variant-numeric: tabular-nums;
  }
  .button[disabled] {
    opacity: 0.55;
    cursor: default;
  }
  .secure {
    margin-block-start: calc(var(--_spacing-unit) * -4);
    text-align: center;
  }
`;
