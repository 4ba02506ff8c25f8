/** The form as Stripe draws it when the page says nothing. Class names are the Appearance API's. */
export const baseCss = `
*, *::before, *::after { box-sizing: border-box; }
:root { color-scheme: light only; background: transparent; font-size: var(--fontSizeBase); }
body {
  margin: 0; padding: 4px; background: transparent; color: var(--colorText);
  font-family: var(--fontFamily); font-weight: var(--fontWeightNormal);
  line-height: var(--fontLineHeight); font-variation-settings: var(--fontVariationSettings);
  font-variant-ligatures: var(--fontVariantLigatures); -webkit-text-size-adjust: 100%;
  -webkit-font-smoothing: var(--fontSmooth);
}
button, input, select { font: inherit; color: inherit; margin: 0; }
[hidden] { display: none !important; }
.VisuallyHidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.Grid {
  display: grid; grid-template-columns: repeat(12, minmax(0, 1fr));
  gap: var(--gridRowSpacing) var(--gridColumnSpacing);
}
.Field { grid-column: span 12; min-width: 0; position: relative; }
.Field--half { grid-column: span 6; }
.Label {
  display: block; margin-bottom: var(--labelSpacing); color: var(--labelColorText);
  font-size: var(--labelFontSize); font-weight: var(--labelFontWeight);
  transition: color 0.1s ease;
}
.Control { position: relative; display: block; }
.Input {
  display: block; width: 100%; padding: calc(var(--spacingUnit) * 3); min-height: 44px;
  background-color: var(--colorBackground); color: var(--colorText);
  border: 1px solid var(--inputColorBorder); border-radius: var(--borderRadius);
  box-shadow: var(--inputBoxShadow); outline: 0; appearance: none; text-overflow: ellipsis;
  line-height: 1.15; transition: border-color 0.15s ease, box-shadow 0.15s ease;
}
.Input::placeholder { color: var(--colorTextPlaceholder); opacity: 1; }
.Input:focus {
  border-color: var(--inputFocusColorBorder); box-shadow: var(--inputFocusBoxShadow);
  outline: var(--focusOutline);
}
.Input--invalid { border-color: var(--colorDanger); color: var(--colorDanger); }
.Input--invalid:focus {
  box-shadow: 0 0 0 3px color-mix(in srgb, var(--colorDanger) 20%, transparent);
  border-color: var(--colorDanger);
}
.Input:disabled { opacity: 0.6; }
select.Input { padding-inline-end: 36px; }
[data-theme='night'] .Input { color-scheme: dark; }
.Icons {
  position: absolute; inset-inline-end: 12px; top: 50%; transform: translateY(-50%);
  display: flex; gap: 4px; pointer-events: none; color: var(--iconColor);
}
.Icons svg { display: block; }
.Icons--cvc { color: var(--iconCardCvcColor); }
.Field--invalid .Icons--cvc { color: var(--iconCardCvcErrorColor); }
.Icons--chevron { color: var(--iconChevronDownColor); }
.Error {
  margin: var(--spacingUnit) 0 0; color: var(--colorDanger); font-size: var(--fontSizeSm);
}
[data-labels='floating'] .Field .Label {
  position: absolute; z-index: 1; inset-inline: calc(var(--spacingUnit) * 3 + 1px); top: 17px; margin: 0;
  color: var(--colorTextPlaceholder); font-size: var(--fontSizeBase); pointer-events: none;
  transform-origin: 0 0; transition: transform 0.15s ease; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis;
}
[data-labels='floating'] .Field .Label--floating { transform: translateY(-9px) scale(0.75); }
[data-labels='floating'] .Input { padding-top: 22px; padding-bottom: 8px; min-height: 54px; }
[data-labels='floating'] .Input:not(:focus)::placeholder { color: transparent; }
[data-inputs='condensed'] .Grid { column-gap: 0; row-gap: 0; }
[data-inputs='condensed'] .Field { margin-top: var(--gridRowSpacing); }
[data-inputs='condensed'] .Field:first-child, [data-inputs='condensed'] :is([data-name='expiry'], [data-name='cvc'], [data-name='postalCode']) { margin-top: -1px; }
[data-inputs='condensed'][data-labels='above'] :is([data-name='expiry'], [data-name='cvc'], [data-name='postalCode']) .Label {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
[data-inputs='condensed'] .Input:focus { position: relative; z-index: 1; }
[data-inputs='condensed'] [data-name='number'] .Input,
[data-inputs='condensed'] [data-name='country']:has(+ [data-name='postalCode']) .Input {
  border-bottom-left-radius: 0; border-bottom-right-radius: 0;
}
[data-inputs='condensed'] [data-name='expiry'] .Input { border-radius: 0 0 0 var(--borderRadius); }
[data-inputs='condensed'] [data-name='cvc'] .Input { border-radius: 0 0 var(--borderRadius) 0; border-left-width: 0; }
[data-inputs='condensed'][dir='rtl'] [data-name='expiry'] .Input { border-radius: 0 0 var(--borderRadius) 0; border-left-width: 0; }
[data-inputs='condensed'][dir='rtl'] [data-name='cvc'] .Input { border-radius: 0 0 0 var(--borderRadius); border-left-width: 1px; }
[data-inputs='condensed'] [data-name='postalCode'] .Input { border-top-left-radius: 0; border-top-right-radius: 0; }
.Tabs { display: flex; gap: var(--tabSpacing); margin-bottom: calc(var(--spacingUnit) * 4); }
.Tab {
  flex: 1 1 0; min-width: 0; max-width: 260px; padding: calc(var(--spacingUnit) * 2.5) calc(var(--spacingUnit) * 3);
  display: flex; flex-direction: column; gap: 6px; text-align: start; cursor: pointer;
  background-color: var(--colorBackground); color: var(--colorTextSecondary);
  border: 1px solid var(--componentBorder); border-radius: var(--borderRadius);
  box-shadow: var(--componentShadow); outline: 0;
  transition: color 0.15s ease, border-color 0.15s ease, box-shadow 0.15s ease;
}
.Tab:hover { color: var(--colorText); }
.Tab:focus-visible { box-shadow: var(--focusBoxShadow); }
.Tab--selected, .Tab--selected:hover {
  color: var(--colorPrimary); border-color: var(--colorPrimary);
  box-shadow: 0 0 0 1px var(--colorPrimary), var(--componentShadow);
}
.TabIcon { color: var(--tabIconColor); height: 16px; }
.TabIcon--selected { color: var(--tabIconSelectedColor); }
.TabLabel {
  align-self: start; max-width: 100%; font-size: var(--fontSizeSm);
  font-weight: var(--fontWeightMedium); overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.TabMore { flex: 0 0 auto; position: relative; width: 44px; }
.TabMore select { position: absolute; inset: 0; opacity: 0; width: 100%; cursor: pointer; }
.Accordion {
  border-radius: var(--borderRadius); box-shadow: var(--componentShadow);
}
.AccordionItem {
  background-color: var(--colorBackground); border: 1px solid var(--componentBorder);
  padding: 0 calc(var(--spacingUnit) * 4); color: var(--colorTextSecondary);
}
.AccordionItem + .AccordionItem { border-top-width: 0; }
.AccordionItem:first-child { border-start-start-radius: var(--borderRadius); border-start-end-radius: var(--borderRadius); }
.AccordionItem:last-child { border-end-start-radius: var(--borderRadius); border-end-end-radius: var(--borderRadius); }
[data-theme='flat'] .AccordionItem + .AccordionItem { border-top: 1px solid #ddd; }
.Accordion--spaced { display: grid; gap: var(--accordionItemSpacing); box-shadow: none; }
.Accordion--spaced .AccordionItem {
  border-width: 1px; border-radius: var(--borderRadius); box-shadow: var(--componentShadow);
}
.AccordionButton {
  display: flex; align-items: center; gap: 12px; width: 100%; padding: calc(var(--spacingUnit) * 4) 0;
  background: none; border: 0; cursor: pointer; text-align: start; outline: 0;
  font-size: var(--accordionItemLabelFontSize); border-radius: var(--borderRadius);
}
.AccordionButton:focus-visible { box-shadow: var(--focusBoxShadow); }
.AccordionItemLabel {
  color: var(--accordionItemLabelColorText); font-weight: var(--accordionItemLabelFontWeight);
}
.AccordionItemLabel--selected {
  color: var(--accordionItemLabelSelectedColorText);
  font-weight: var(--accordionItemLabelSelectedFontWeight);
}
.AccordionButton .Logo { display: flex; color: var(--iconColor); }
.AccordionButton .Logo--end { margin-inline-start: auto; }
.AccordionBody { padding-bottom: calc(var(--spacingUnit) * 4); }
[data-theme='flat'] .AccordionBody .Input { background-color: #ffffff; }
[data-theme='night'] .AccordionBody .Input { background-color: color-mix(in srgb, var(--colorBackground), #000 18%); }
.RadioIcon { width: 16px; height: 16px; flex: none; }
.RadioIconOuter { fill: var(--colorBackground); stroke: #c2c4d0; stroke-width: 1.5; }
.RadioIconOuter--checked { fill: var(--colorPrimary); stroke: var(--colorPrimary); }
.RadioIconInner { fill: none; }
.RadioIconInner--checked { fill: #ffffff; }
.RedirectText {
  display: flex; gap: 14px; align-items: center; margin: 0; color: var(--colorTextSecondary);
  font-size: var(--fontSizeSm); line-height: 1.45; grid-column: span 12;
}
.RedirectText svg { flex: none; color: var(--iconRedirectColor); }
.TermsText {
  grid-column: span 12; margin: 0; color: var(--colorTextSecondary); font-size: var(--fontSize2Xs);
  line-height: 1.45;
}
.Badge {
  display: flex; align-items: center; gap: 8px; margin: calc(var(--spacingUnit) * 3) 0 0;
  color: var(--colorTextSecondary); font-size: var(--fontSize3Xs); line-height: 1.35;
}
.Badge strong {
  flex: none; padding: 2px 6px; border-radius: 4px; background: #ffde92; color: #6b3900;
  font-size: 0.6875rem; font-weight: 700; letter-spacing: 0.04em; text-transform: uppercase;
}
.Choices { grid-column: span 12; display: grid; gap: 8px; }
.PickerItem {
  display: flex; gap: 12px; align-items: center; width: 100%; padding: 12px; text-align: start; cursor: pointer;
  background-color: var(--colorBackground); border: 1px solid var(--componentBorder);
  border-radius: var(--borderRadius); box-shadow: var(--componentShadow); font-size: var(--fontSizeSm);
  line-height: 1.4;
}
.PickerItem--selected { border-color: var(--colorPrimary); box-shadow: 0 0 0 1px var(--colorPrimary); }
.PickerItem:focus-visible, .PickerAction:focus-visible { box-shadow: var(--focusBoxShadow); outline: 0; }
.PickerAction {
  justify-self: start; padding: 4px 0; border: 0; background: none; color: var(--colorPrimary);
  cursor: pointer; font-size: var(--fontSizeSm); font-weight: var(--fontWeightMedium);
}
.CheckboxLabel { grid-column: span 12; display: flex; gap: 10px; align-items: center; cursor: pointer; }
.CheckboxInput { flex: none; width: 18px; height: 18px; accent-color: var(--colorPrimary); cursor: pointer; }
.Actions { grid-column: span 12; display: flex; gap: 16px; margin: 0; }
.LinkButton {
  grid-column: span 12; padding: 10px 12px; border: 1px solid var(--componentBorder); cursor: pointer;
  border-radius: var(--borderRadius); background: color-mix(in srgb, #00d66f, var(--colorBackground) 82%);
  color: var(--colorText); font-size: var(--fontSizeSm); font-weight: var(--fontWeightMedium); text-align: start;
}
.LinkButton:focus-visible { box-shadow: var(--focusBoxShadow); outline: 0; }
.Wallets { display: grid; gap: 8px; }
.WalletButton {
  display: flex; align-items: center; justify-content: center; gap: 8px; width: 100%; border: 1px solid transparent;
  border-radius: var(--buttonExpressCheckoutBorderRadius); cursor: pointer; font-weight: 600; font-size: 1rem;
  font-family: Arial, "Helvetica Neue", sans-serif; transition: filter 0.15s ease;
}
.WalletButton:hover { filter: brightness(1.15); }
.WalletButton:focus-visible { outline: 2px solid var(--colorPrimary); outline-offset: 2px; }
.Sheet { display: grid; gap: 14px; padding: 20px; background: #ffffff; }
.SheetRow { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.SheetRow > span:last-child { color: var(--colorTextSecondary); }
.Sheet select.Input { appearance: auto; padding-inline-end: 12px; }
.SheetTotal { padding-top: 14px; border-top: 1px solid #e6e6e6; font-weight: 600; }
.SheetPay { height: 48px; background: #1a1b25; color: #ffffff; border-radius: 10px; }
.Loader { display: grid; gap: 14px; }
.Loader span {
  height: 44px; border-radius: var(--borderRadius);
  background: color-mix(in srgb, var(--colorText) 9%, transparent);
  animation: pulse 1.4s ease-in-out infinite;
}
.Loader span:first-child { width: 40%; height: 14px; }
@keyframes pulse { 50% { opacity: 0.5; } }
[data-animations='off'] *, [data-animations='off'] *::before { transition: none !important; animation: none !important; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`;
