import {css} from 'lit';

/** What only shows once the form can be filled in and paid; adopted with what makes it so. */
export const stageStyles = css`
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
  .button:hover:not([disabled], [aria-disabled='true']) {
    filter: brightness(1.08);
  }
  .button[aria-disabled='true'] {
    cursor: progress;
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
`;
