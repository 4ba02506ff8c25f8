import {css} from 'lit';

/** Sections, fields, and what is said to the buyer about them. */
export const formStyles = css`
  /* Sections and fields */
  .section {
    gap: var(--_grid-row-spacing);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  h2 {
    padding: 0;
    font-size: 1.0625em;
    font-weight: var(--_font-weight-bold);
    line-height: 1.35;
  }
  legend {
    margin-block-end: calc(var(--_spacing-unit) * 3.5);
  }
  .section > h2 {
    margin-block-end: calc(var(--_spacing-unit) * -0.5);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_grid-row-spacing) var(--_grid-column-spacing);
  }
  .row > .field {
    flex: 1 1 0;
    min-inline-size: min(100%, 7.5em);
  }
  .row > .field-city {
    flex-grow: 1.4;
  }
  /* The name of a state is long: rather the city on a line of its own. */
  .row:has(.field-state) > .field-city {
    min-inline-size: min(100%, 17em);
  }
  .row > .field-state {
    min-inline-size: min(100%, 9.25em);
  }
  label {
    display: flex;
    justify-content: space-between;
    gap: 1ch;
    margin-block-end: 6px;
    color: var(--_label-color-text);
    font-size: var(--_label-font-size);
    font-weight: var(--_label-font-weight);
    line-height: 1.35;
  }
  .hint {
    color: var(--_color-text-secondary);
    font-weight: var(--_font-weight-normal);
  }
  .input {
    display: block;
    inline-size: 100%;
    min-block-size: 46px;
    padding: 10px 12px;
    color: inherit;
    background: var(--_color-background);
    border: 1px solid var(--_input-color-border);
    border-radius: var(--_border-radius);
    box-shadow: var(--_input-box-shadow);
    font: inherit;
    line-height: 1.4;
    transition:
      border-color 120ms,
      box-shadow 120ms;
  }
  select.input {
    appearance: none;
    padding-inline-end: 32px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, #0000 41%, currentColor 43% 57%, #0000 59%),
      linear-gradient(-45deg, #0000 41%, currentColor 43% 57%, #0000 59%);
    background-position:
      calc(100% - 20px) 52%,
      calc(100% - 15px) 52%;
    background-size: 6px 6px;
    background-repeat: no-repeat;
  }
  select.input:dir(rtl) {
    background-position:
      15px 52%,
      20px 52%;
  }
  /* What is typed runs its own way, and stays on the side where its label is. */
  .root[dir='rtl'] .input {
    unicode-bidi: plaintext;
    text-align: right;
  }
  .root[dir='rtl'] .input:is([type='email'], [type='tel'], [name$='postalCode']) {
    direction: ltr;
  }
  option {
    color: var(--_color-text);
    background: var(--_color-background);
  }
  .input:focus-visible {
    border-color: var(--_input-focus-color-border);
    box-shadow: var(--_input-focus-box-shadow);
    outline: 2px solid transparent;
  }

  /* Said to the buyer */
  .notice {
    padding: calc(var(--_spacing-unit) * 2.5) var(--_pad);
    color: light-dark(#6b4200, #f5c26b);
    background: light-dark(#fff6e0, #2c2413);
    border-start-start-radius: calc(var(--_border-radius) * 2 - 1px);
    border-start-end-radius: calc(var(--_border-radius) * 2 - 1px);
    border-block-end: 1px solid light-dark(#f3dca4, #4a3a17);
    font-size: 0.8125em;
    line-height: 1.45;
  }
  @container (min-width: 740px) {
    .notice {
      padding-inline: calc(var(--_pad) * 1.6);
    }
  }
  .banner {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding: 12px 14px;
    color: var(--_color-danger);
    background: color-mix(in srgb, var(--_color-danger) 7%, var(--_color-background));
    border: 1px solid color-mix(in srgb, var(--_color-danger) 35%, var(--_color-background));
    border-radius: var(--_border-radius);
    font-size: 0.9375em;
  }
`;
