import {css} from 'lit';

/** The quantity buttons in the summary; adopted with them. */
export const quantitiesStyles = css`
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
  @media (pointer: coarse) {
    .step {
      inline-size: 44px;
      block-size: 44px;
    }
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
