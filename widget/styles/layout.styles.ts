import {css} from 'lit';

/** The summary above the form, beside it where there is room; and what every part starts from. */
export const layoutStyles = css`
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

  /* As wide as there is room, and no wider: a long word breaks, and a frame shrinks. */
  .layout,
  .main,
  .section,
  .payment,
  .wallets,
  .wallet-buttons,
  .summary,
  .summary ul,
  .what {
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
`;
