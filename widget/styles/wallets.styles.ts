import {css} from 'lit';

/** The wallet buttons above the form. */
export const walletsStyles = css`
  .wallets {
    gap: calc(var(--_spacing-unit) * 4);
  }
  /* There are none: a gap, until nobody looks at it. */
  .wallets.none {
    visibility: hidden;
  }
  .wallet-buttons {
    min-block-size: 48px;
  }
  .wallet-buttons > * {
    margin: 0;
  }
  /* Stripe stacks the buttons where there is no room for two beside each other. */
  @container (max-width: 460px) {
    .wallet-buttons.kept {
      min-block-size: 148px;
    }
    .wallet-buttons .bone {
      box-shadow: 0 52px var(--_color-divider);
    }
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 1em;
  }
  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_color-divider);
  }
`;
