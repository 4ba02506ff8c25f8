import {css} from 'lit';

/*
 * Every `--opc-…` is read once, into a private `--_…` that holds the default as well; the rest of
 * the sheet, and the bridge to Stripe's iframe, read the private one. Set on `.root` and not on the
 * host, so that a page can set the public ones anywhere above.
 */
export const styles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }

  .root {
    --_color-primary: var(--opc-color-primary, light-dark(#4338ca, #a5b4fc));
    --_accessible-color-on-color-primary: var(
      --opc-accessible-color-on-color-primary,
      light-dark(#ffffff, #14142b)
    );
    --_color-background: var(--opc-color-background, light-dark(#ffffff, #17181f));
    --_color-surface: var(--opc-color-surface, light-dark(#f6f7f9, #1e2029));
    --_color-text: var(--opc-color-text, light-dark(#14161c, #eef0f4));
    --_color-text-secondary: var(--opc-color-text-secondary, light-dark(#596070, #a7aebc));
    --_color-text-placeholder: var(--opc-color-text-placeholder, light-dark(#6b7280, #8b93a3));
    --_color-danger: var(--opc-color-danger, light-dark(#b42318, #ff9b91));
    --_color-success: var(--opc-color-success, light-dark(#0b6e45, #63d8a4));
    --_color-warning: var(--opc-color-warning, light-dark(#8a5300, #f5c26b));
    --_color-divider: var(--opc-color-divider, light-dark(#e3e6eb, #2d303c));
    --_input-color-border: var(--opc-input-color-border, light-dark(#8a91a0, #6c7486));
    --_input-focus-color-border: var(--opc-input-focus-color-border, var(--_color-primary));
    --_label-color-text: var(--opc-label-color-text, var(--_color-text));
    --_icon-color: var(--opc-icon-color, var(--_color-text-secondary));
    --_font-family: var(--opc-font-family, inherit);
    --_font-size-base: var(--opc-font-size-base, 16px);
    --_label-font-size: var(--opc-label-font-size, 14px);
    --_font-weight-normal: var(--opc-font-weight-normal, 400);
    --_font-weight-medium: var(--opc-font-weight-medium, 500);
    --_font-weight-bold: var(--opc-font-weight-bold, 600);
    --_label-font-weight: var(--opc-label-font-weight, var(--_font-weight-medium));
    --_border-radius: var(--opc-border-radius, 8px);
    --_button-border-radius: var(--opc-button-border-radius, var(--_border-radius));
    --_spacing-unit: var(--opc-spacing-unit, 4px);
    --_grid-row-spacing: var(--opc-grid-row-spacing, calc(var(--_spacing-unit) * 4));
    --_grid-column-spacing: var(--opc-grid-column-spacing, calc(var(--_spacing-unit) * 3));
    --_tab-spacing: var(--opc-tab-spacing, calc(var(--_spacing-unit) * 2));
    --_input-box-shadow: var(--opc-input-box-shadow, none);
    --_focus-box-shadow: var(
      --opc-focus-box-shadow,
      0 0 0 3px color-mix(in srgb, var(--_color-primary) 28%, transparent)
    );
    --_input-focus-box-shadow: var(--opc-input-focus-box-shadow, var(--_focus-box-shadow));
    --_pad: calc(var(--_spacing-unit) * 5);

    container-type: inline-size;
    box-sizing: border-box;
    background: var(--_color-background);
    color: var(--_color-text);
    border: 1px solid var(--_color-divider);
    border-radius: calc(var(--_border-radius) * 2);
    font: var(--_font-weight-normal) var(--_font-size-base) / 1.5 var(--_font-family);
    font-family: var(--_font-family);
    text-align: start;
    overflow-wrap: break-word;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  [hidden] {
    display: none !important;
  }
  p,
  ul,
  h2 {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  .quiet {
    color: var(--_color-text-secondary);
    font-size: 0.875em;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* Layout: the summary above the form, beside it where there is room. */
  .layout {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .aside,
  .main {
    padding: var(--_pad);
  }
  .aside {
    background: var(--_color-surface);
    border-block-end: 1px solid var(--_color-divider);
    border-start-start-radius: calc(var(--_border-radius) * 2 - 1px);
    border-start-end-radius: calc(var(--_border-radius) * 2 - 1px);
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: calc(var(--_spacing-unit) * 7);
  }
  .notice + .layout .aside {
    border-radius: 0;
  }
  @container (min-width: 740px) {
    .layout:not(.alone) {
      grid-template-columns: minmax(0, 1fr) minmax(280px, 38%);
    }
    .aside,
    .main {
      padding: calc(var(--_pad) * 1.6);
    }
    .aside {
      order: 1;
      border-block-end: 0;
      border-inline-start: 1px solid var(--_color-divider);
      border-start-start-radius: 0;
      border-end-end-radius: calc(var(--_border-radius) * 2 - 1px);
    }
    .notice + .layout .aside {
      border-end-end-radius: calc(var(--_border-radius) * 2 - 1px);
    }
    .aside .summary {
      position: sticky;
      inset-block-start: calc(var(--_pad) * 1.6);
    }
  }

  /* Sections and fields */
  .section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_grid-row-spacing);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  h2 {
    padding: 0;
    font-size: 1.0625em;
    font-weight: var(--_font-weight-bold);
    line-height: 1.35;
    letter-spacing: -0.006em;
  }
  legend {
    margin-block-end: calc(var(--_spacing-unit) * 3.5);
  }
  .section > h2 {
    margin-block-end: calc(var(--_spacing-unit) * -0.5);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_grid-row-spacing) var(--_grid-column-spacing);
  }
  .row > .field {
    flex: 1 1 0;
    min-inline-size: min(100%, 7.5rem);
  }
  .row > .field-city {
    flex-grow: 1.4;
  }
  label {
    display: flex;
    justify-content: space-between;
    gap: 1ch;
    margin-block-end: 6px;
    color: var(--_label-color-text);
    font-size: var(--_label-font-size);
    font-weight: var(--_label-font-weight);
    line-height: 1.35;
  }
  .hint {
    color: var(--_color-text-secondary);
    font-weight: var(--_font-weight-normal);
  }
  .input {
    display: block;
    inline-size: 100%;
    min-block-size: 46px;
    padding: 10px 12px;
    color: inherit;
    background: var(--_color-background);
    border: 1px solid var(--_input-color-border);
    border-radius: var(--_border-radius);
    box-shadow: var(--_input-box-shadow);
    font: inherit;
    line-height: 1.4;
    transition:
      border-color 120ms,
      box-shadow 120ms;
  }
  select.input {
    appearance: none;
    padding-inline-end: 38px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      calc(100% - 20px) 55%,
      calc(100% - 14.5px) 55%;
    background-size: 6px 6px;
    background-repeat: no-repeat;
  }
  select.input:dir(rtl) {
    background-position:
      14.5px 55%,
      20px 55%;
  }
  option {
    color: var(--_color-text);
    background: var(--_color-background);
  }
  .input:focus-visible {
    border-color: var(--_input-focus-color-border);
    box-shadow: var(--_input-focus-box-shadow);
    outline: 2px solid transparent;
  }
  .input[aria-invalid='true'] {
    border-color: var(--_color-danger);
    box-shadow: inset 0 0 0 1px var(--_color-danger);
  }
  .input[aria-invalid='true']:focus-visible {
    box-shadow:
      inset 0 0 0 1px var(--_color-danger),
      var(--_input-focus-box-shadow);
  }
  .error {
    margin-block-start: 6px;
    color: var(--_color-danger);
    font-size: var(--_label-font-size);
    line-height: 1.4;
  }

  /* Said to the buyer */
  .notice {
    padding: calc(var(--_spacing-unit) * 2.5) var(--_pad);
    color: light-dark(#6b4200, #f5c26b);
    background: light-dark(#fff6e0, #2c2413);
    border-start-start-radius: calc(var(--_border-radius) * 2 - 1px);
    border-start-end-radius: calc(var(--_border-radius) * 2 - 1px);
    border-block-end: 1px solid light-dark(#f3dca4, #4a3a17);
    font-size: 0.8125em;
    line-height: 1.45;
  }
  @container (min-width: 740px) {
    .notice {
      padding-inline: calc(var(--_pad) * 1.6);
    }
  }
  .banner {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding: 12px 14px;
    color: var(--_color-danger);
    background: color-mix(in srgb, var(--_color-danger) 7%, var(--_color-background));
    border: 1px solid color-mix(in srgb, var(--_color-danger) 35%, var(--_color-background));
    border-radius: var(--_border-radius);
    font-size: 0.9375em;
  }
  .banner ul {
    display: grid;
    gap: 2px;
  }
  .link {
    padding: 2px 0;
    min-block-size: 24px;
    color: inherit;
    background: none;
    border: 0;
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }

  /* Payment */
  .payment {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 15.5rem;
  }
  .payment.ready {
    min-block-size: 0;
  }
  .payment > * {
    grid-area: 1 / 1;
  }
  .payment > slot {
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

  /* Buttons */
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
  .button:hover:not([disabled], [aria-disabled='true']) {
    filter: brightness(1.08);
  }
  .button:focus-visible,
  .link:focus-visible,
  h2:focus-visible {
    outline: 2px solid var(--_color-primary);
    outline-offset: 2px;
    border-radius: var(--_border-radius);
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
  .button[aria-disabled='true'] {
    cursor: progress;
  }
  .secure {
    margin-block-start: calc(var(--_spacing-unit) * -4);
    text-align: center;
  }
  .spinner {
    inline-size: 18px;
    block-size: 18px;
    border: 2px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  /* Summary */
  .summary {
    display: grid;
    gap: calc(var(--_spacing-unit) * 4);
  }
  .summary ul {
    display: grid;
    gap: calc(var(--_spacing-unit) * 3.5);
  }
  .summary li {
    display: flex;
    align-items: center;
    gap: 14px;
    font-size: 0.9375em;
    line-height: 1.4;
  }
  .summary img {
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    object-fit: cover;
    background: var(--_color-background);
    border: 1px solid var(--_color-divider);
    border-radius: var(--_border-radius);
  }
  .what {
    flex: 1;
    display: grid;
    min-inline-size: 0;
  }
  .product {
    font-weight: var(--_font-weight-medium);
  }
  .amount,
  .total {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .total {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    padding-block-start: calc(var(--_spacing-unit) * 4);
    border-block-start: 1px solid var(--_color-divider);
  }
  .total strong {
    font-size: 1.375em;
    font-weight: var(--_font-weight-bold);
    letter-spacing: -0.015em;
  }

  /* How it ended */
  .outcome {
    display: grid;
    justify-items: center;
    gap: 12px;
    max-inline-size: 34rem;
    margin-inline: auto;
    padding: calc(var(--_pad) * 2) var(--_pad) calc(var(--_pad) * 1.6);
    text-align: center;
  }
  .outcome h2 {
    font-size: 1.5em;
    line-height: 1.25;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .outcome p {
    text-wrap: pretty;
  }
  .outcome .number strong {
    color: var(--_color-text);
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.02em;
  }
  .outcome .actions:has(*) {
    margin-block-start: 8px;
  }
  .outcome + .summary {
    max-inline-size: 30rem;
    margin: 0 auto calc(var(--_pad) * 1.6);
    padding: var(--_pad);
    background: var(--_color-surface);
    border: 1px solid var(--_color-divider);
    border-radius: calc(var(--_border-radius) * 1.5);
    inline-size: calc(100% - var(--_pad) * 2);
  }
  .icon {
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 4px;
    fill: none;
    stroke: currentColor;
    stroke-width: 3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon circle {
    fill: color-mix(in srgb, currentColor 10%, transparent);
    stroke: color-mix(in srgb, currentColor 25%, transparent);
    stroke-width: 1.5;
    transform-origin: center;
  }
  .icon .turning {
    stroke: currentColor;
    stroke-width: 2.5;
    stroke-dasharray: 34 104;
    animation: turn 1.1s linear infinite;
  }
  .success .icon {
    color: var(--_color-success);
  }
  .waiting .icon {
    color: var(--_color-primary);
  }
  .failure .icon {
    color: var(--_color-danger);
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 3s !important;
      transition: none !important;
    }
    .bone {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .input:focus-visible,
    .button:focus-visible {
      outline: 2px solid Highlight;
    }
    .button {
      border-color: ButtonText;
    }
    .bone {
      background: GrayText;
    }
    select.input {
      appearance: auto;
    }
  }
  @media print {
    .actions,
    .submit {
      display: none;
    }
  }
`;
