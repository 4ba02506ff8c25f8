type Colors = Record<string, unknown>;
type Luminance = (color: string, on?: string) => number;

/** What the theme bridge reckons with, too. */
interface Tools {
  luminance: Luminance;
  /** Colours laid on each other, the lowest first. */
  painted: (colors: string[]) => string;
  /** The element and everything it stands in. */
  placesOf: (element: Element) => Iterable<Element>;
}

/**
 * What must be told apart, and how well: text by 4.5, the edge of a field by 3.
 * https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast
 */
const pairs: [color: string, on: string, least: number][] = [
  ['colorText', 'colorBackground', 4.5],
  ['colorTextSecondary', 'colorBackground', 4.5],
  ['labelColorText', 'colorBackground', 4.5],
  ['colorDanger', 'colorBackground', 4.5],
  ['accessibleColorOnColorPrimary', 'colorPrimary', 4.5],
  ['inputColorBorder', 'colorBackground', 3],
];

const told = new Set<string>();

/** Tells the site's developer, once, of each pair of colours that some buyers cannot tell apart. */
export function warnOfContrast(
  scope: HTMLElement,
  variables: Colors,
  {luminance, painted, placesOf}: Tools,
): void {
  // What is seen of a colour in its place: where it is translucent, the page shines through.
  const behind = [...placesOf(scope)].slice(1).map((it) => getComputedStyle(it).backgroundColor);
  const layers = [pageColor(), ...behind.reverse(), String(variables['colorBackground'])];
  const colors: Colors = {...variables, colorBackground: painted(layers)};
  for (const [color, on, least] of pairs) {
    const ratio = contrast(String(colors[color]), String(colors[on]), luminance);
    if (!(ratio < least)) continue;
    // Cut off, not rounded: 4.48 must not read as the 4.5 that it is not.
    const shown = Math.floor(ratio * 10) / 10;
    const words = `--opc-${kebab(color)} on --opc-${kebab(on)} has a contrast of ${shown}:1; WCAG AA asks for ${least}:1.`;
    if (told.has(words)) continue;
    told.add(words);
    // oxlint-disable-next-line eslint/no-console -- For the site's developer, who chose the colours.
    console.warn(`one-page-checkout: ${words}`);
  }
}

/** What a page without any background shows; it goes by its own colour scheme. */
function pageColor(): string {
  const {colorScheme} = getComputedStyle(document.documentElement);
  const isLight =
    !colorScheme.includes('dark') ||
    (colorScheme.includes('light') && !matchMedia('(prefers-color-scheme: dark)').matches);
  return isLight ? '#fff' : '#121212';
}

/** `rgb()` and `rgba()` as the theme bridge writes them; what shines through is left out. */
function contrast(color: string, on: string, luminance: Luminance): number {
  const [dark = 0, light = 0] = [luminance(color, on), luminance(on)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** `colorPrimary` → `color-primary` */
export const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
