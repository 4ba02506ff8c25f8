import {css} from 'lit';

/** The question where the goods go; adopted with it. */
export const shippingStyles = css`
  .choice {
    justify-content: start;
    align-items: center;
    gap: 10px;
    min-block-size: 24px;
    margin: 0;
    color: inherit;
    font-size: inherit;
    cursor: pointer;
  }
  .choice input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 2px;
    accent-color: var(--_color-primary);
  }
`;
