import {css} from 'lit';

/** Last, since it overrules: less motion, forced colours. Paper is with the outcome. */
export const mediaStyles = css`
  @media (prefers-reduced-motion: reduce) {
    .root *,
    .root *::before,
    .root *::after {
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
      background-image: none;
    }
  }
`;
