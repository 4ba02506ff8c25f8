import {css} from 'lit';

/** What is bought, and what it comes to. */
export const summaryStyles = css`
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
`;
