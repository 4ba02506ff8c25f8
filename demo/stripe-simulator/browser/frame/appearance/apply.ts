import type {Appearance} from '../../wire/messages.ts';
import {baseCss} from './base-css.ts';
import {allowedProperties, cssName, isAllowedSelector} from './rules.ts';
import {derived, themes} from './themes.ts';

const base = new CSSStyleSheet();
base.replaceSync(baseCss);
const own = new CSSStyleSheet();
document.adoptedStyleSheets = [base, own];

/** Draws the frame in the page's appearance: theme, then variables, then rules. */
export function applyAppearance(appearance: Appearance): void {
  const theme = appearance.theme && appearance.theme in themes ? appearance.theme : 'stripe';
  own.replaceSync(':root {}');
  const root = own.cssRules[0];
  if (root instanceof CSSStyleRule) {
    const variables = {...derived, ...themes[theme], ...appearance.variables};
    for (const [name, value] of Object.entries(variables)) {
      root.style.setProperty(`--${name}`, value);
    }
  }
  for (const [selector, properties] of Object.entries(appearance.rules ?? {})) {
    if (isAllowedSelector(selector)) insertRule(selector, properties);
  }
  const {dataset} = document.documentElement;
  dataset['theme'] = theme;
  dataset['labels'] = appearance.labels === 'floating' ? 'floating' : 'above';
  dataset['inputs'] = appearance.inputs === 'condensed' ? 'condensed' : 'spaced';
  dataset['animations'] = appearance.disableAnimations ? 'off' : 'on';
}

function insertRule(selector: string, properties: Record<string, string>): void {
  const rule = own.cssRules[own.insertRule(`${selector} {}`, own.cssRules.length)];
  if (!(rule instanceof CSSStyleRule)) return;
  for (const [name, value] of Object.entries(properties)) {
    if (allowedProperties.has(name)) rule.style.setProperty(cssName(name), value);
  }
}
