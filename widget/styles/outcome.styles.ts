import {css} from 'lit';

/** How it ended; adopted when there is an end to show. */
export const outcomeStyles = css`
  .outcome {
    display: grid;
    justify-items: center;
    gap: 12px;
    max-inline-size: 34em;
    margin-inline: auto;
    padding: calc(var(--_pad) * 2) var(--_pad) calc(var(--_pad) * 1.6);
    text-align: center;
  }
  .outcome h2 {
    font-size: 1.5em;
    line-height: 1.25;
    letter-spacing: -0.015em;
  }
  .outcome :is(h2, p) {
    text-wrap: balance;
  }
  .outcome .number strong {
    color: var(--_color-text);
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.02em;
  }
  .outcome .actions:has(*) {
    display: grid;
    justify-items: center;
    gap: 12px;
    margin-block-start: 8px;
  }
  .outcome + .summary {
    max-inline-size: 30em;
    margin: 0 auto calc(var(--_pad) * 1.6);
    padding: var(--_pad);
    background: var(--_color-surface);
    border: 1px solid var(--_color-divider);
    border-radius: calc(var(--_border-radius) * 1.5);
    inline-size: calc(100% - var(--_pad) * 1.2);
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
  @media (forced-colors: active) {
    .outcome .icon {
      color: CanvasText;
    }
    /* Its open side would be drawn as well, and nobody would see it turn. */
    .spinner {
      forced-color-adjust: none;
    }
  }
  /* A receipt, in black on white however the page looks: backgrounds are not printed. */
  @media print {
    .root {
      --_color-background: #fff;
      --_color-surface: #fff;
      --_color-text: #000;
      --_color-text-secondary: #333;
      --_color-success: #000;
      --_color-danger: #000;
      --_color-primary: #000;
      --_color-divider: #999;
      border: 0;
    }
    .notice {
      color: #000;
      background: none;
    }
    h2:focus-visible {
      outline: 0;
    }
    .outcome,
    .summary,
    .summary li {
      break-inside: avoid;
    }
    .outcome .turning {
      animation: none;
      stroke-dasharray: none;
    }
    .outcome .actions,
    .submit {
      display: none;
    }
  }
`;
