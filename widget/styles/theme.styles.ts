import {css} from 'lit';

/**
 * Every `--opc-…` is read once, into a private `--_…` that holds the default as well; the other sheets,
 * and the bridge to Stripe's iframe, read the private one. Set on `.root` and not on the host, so
 * that a page can set the public ones anywhere above.
 */
export const themeStyles = css`
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

    /* Nothing to see: their end tells theme-watch.ts that a style sheet has changed a colour. */
    outline: 0 solid var(--_color-background);
    column-rule-color: var(--_color-primary);
    transition:
      outline-color 1ms,
      column-rule-color 1ms;

    container-type: inline-size;
    box-sizing: border-box;
    background: var(--_color-background);
    color: var(--_color-text);
    border: 1px solid var(--_color-divider);
    border-radius: calc(var(--_border-radius) * 2);
    /* Not in one: a font shorthand with "inherit" in it is void, and the page would set the size. */
    font-family: var(--_font-family);
    font-size: var(--_font-size-base);
    font-weight: var(--_font-weight-normal);
    line-height: 1.5;
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    accent-color: var(--_color-primary);
    overflow-wrap: break-word;
  }
`;
