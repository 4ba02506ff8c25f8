import type {CssFontSource, CustomFontSource} from '@stripe/stripe-js';

type FontSource = CssFontSource | CustomFontSource;

/**
 * The page's own web fonts as Stripe takes them, for its iframe sees none of the page's style sheets:
 * https://docs.stripe.com/js/elements_object/create#stripe_elements-options-fonts
 *
 * What a sheet of another origin says cannot be read, only that it is there: Stripe is told its
 * address where no other sheet has the font. A font that a script has made has no address at all.
 * @param families As `font-family` lists them.
 */
export function pageFonts(families: string): FontSource[] {
  const wanted = new Set(families.split(',').map(nameOf));
  const used = [...document.fonts].map(({family}) => nameOf(family)).filter((it) => wanted.has(it));
  if (used.length === 0) return [];
  const found: CustomFontSource[] = [];
  const closed: CssFontSource[] = [];
  for (const sheet of document.styleSheets) {
    const rules = rulesOf(sheet);
    if (rules) found.push(...fontsIn(rules, wanted, sheet.href ?? document.baseURI));
    else if (sheet.href?.startsWith('http')) closed.push({cssSrc: sheet.href});
  }
  const known = new Set(found.map(({family}) => nameOf(family)));
  return used.every((family) => known.has(family)) ? found : [...found, ...closed];
}

const unquoted = (family: string): string => family.trim().replace(/^(["'])(.*)\1$/, '$2');

/** Without quotes and capitals, by which families are not told apart. */
const nameOf = (family: string): string => unquoted(family).toLowerCase();

/** Nothing for a sheet of another origin. */
function rulesOf(sheet: CSSStyleSheet): CSSRuleList | null {
  try {
    return sheet.cssRules;
  } catch {
    return null;
  }
}

function* fontsIn(
  rules: CSSRuleList,
  wanted: ReadonlySet<string>,
  base: string,
): Generator<CustomFontSource> {
  for (const rule of rules) {
    if (rule instanceof CSSFontFaceRule) {
      const isWanted = wanted.has(nameOf(rule.style.getPropertyValue('font-family')));
      const font = isWanted && fontOf(rule, base);
      if (font) yield font;
    } else if (rule instanceof CSSImportRule) {
      const imported = rule.styleSheet && rulesOf(rule.styleSheet);
      if (imported) yield* fontsIn(imported, wanted, rule.styleSheet?.href ?? base);
    } else if (rule instanceof CSSGroupingRule) {
      yield* fontsIn(rule.cssRules, wanted, base);
    }
  }
}

/** Nothing where an address leads nowhere: in a sheet made of a `blob:`, one that is relative. */
function fontOf({style}: CSSFontFaceRule, base: string): CustomFontSource | null {
  const said = (name: string) => style.getPropertyValue(name);
  const [family, weight, slope] = [said('font-family'), said('font-weight'), said('font-style')];
  const [range, display] = [said('unicode-range'), said('font-display')];
  const addresses = /url\((["']?)(.*?)\1\)/g;
  const src = said('src');
  if ([...src.matchAll(addresses)].some(([, , address = '']) => !URL.canParse(address, base))) {
    return null;
  }
  return {
    family: unquoted(family),
    src: src.replace(
      addresses,
      (_, _quote, address: string) => `url("${new URL(address, base).href}")`,
    ),
    ...(weight && {weight}),
    ...(slope && {style: slope as 'normal'}),
    ...(range && {unicodeRange: range}),
    ...(display && {display}),
  };
}
