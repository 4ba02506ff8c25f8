import {css} from 'lit';

/** What is bought, and what it comes to. */
export const summaryStyles = css`
  .summary {
    gap: calc(var(--_spacing-unit) * 4);
  }
  .summary ul {
    gap: calc(var(--_spacing-unit) * 3.5);
  }
  .summary li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
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
    flex: 1 1 5em;
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
    flex-wrap: wrap;
    align-items: baseline;
    padding-block-start: calc(var(--_spacing-unit) * 4);
    border-block-start: 1px solid var(--_color-divider);
  }
  .amount,
  .total strong {
    margin-inline-start: auto;
  }
  /* No taller than what holds its place before it is known. */
  .total strong {
    font-size: 1.375em;
    line-height: 1.2;
    font-weight: var(--_font-weight-bold);
  }
`;
