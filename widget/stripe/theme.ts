import type {Appearance} from '@stripe/stripe-js';
import {placesOf} from '../places.ts';
import {themeStyles} from '../styles/theme.styles.ts';
import {luminance} from './luminance.ts';

type Variables = NonNullable<Appearance['variables']>;

/** Of ours alone: Stripe's form has no such thing. */
const own = new Set(['color-surface', 'color-divider', 'button-border-radius']);

/**
 * Which of our custom properties reach Stripe's iframe: all that the style sheet declares but a few.
 * `--opc-color-primary` and Stripe's `colorPrimary` are the same name in two spellings; an iframe
 * cannot see the page's styles, so each value is resolved here to something that stands on its own.
 */
export const bridged: string[] = [
  ...themeStyles.cssText.matchAll(/--_([\w-]+):\s*var\(\s*--opc/g),
].flatMap(([, name = '']) => (own.has(name) ? [] : name));

/** The property that takes such a value, by the name: a length goes anywhere. */
function propertyFor(name: string): string {
  const [kind] = /color|font-(?:family|size|weight)|shadow/.exec(name) ?? ['padding-top'];
  return kind === 'shadow' ? 'box-shadow' : kind;
}

/** `color-primary` → `colorPrimary` */
export const camel = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Stripe's appearance as our styles would have it, with the page's own laid over it.
 * @param scope The element of our shadow root on which the private properties are set.
 */
export function readAppearance(scope: HTMLElement, pages: Appearance = {}): Appearance {
  // All at once: each reading after a change would have the browser work out every style anew.
  const probes = bridged.map((name) => {
    const probe = document.createElement('span');
    probe.hidden = true;
    probe.style.setProperty(propertyFor(name), `var(--_${name})`);
    return {name, property: propertyFor(name), probe};
  });
  scope.append(...probes.map(({probe}) => probe));
  const variables: Variables = {};
  let isThemed = false;
  for (const {name, property, probe} of probes) {
    const style = getComputedStyle(probe);
    const value = style.getPropertyValue(property);
    Object.assign(variables, {[camel(name)]: property === 'color' ? plainColor(value) : value});
    isThemed ||= property === 'color' && style.getPropertyValue(`--opc-${name}`) !== '';
  }
  for (const {probe} of probes) probe.remove();
  // Our own colours have contrast enough; whether the page's have, is told to its developer.
  if (isThemed)
    import('./contrast.ts').then(
      (it) => it.warnOfContrast(scope, variables, {luminance, painted, placesOf}),
      () => {},
    );
  const {colorBackground = '', colorText = ''} = variables;
  // Where the page shines through, the letters tell: light ones stand on dark ground.
  const isNight = isOpaque(colorBackground) ? isDark(colorBackground) : !isDark(colorText);
  return {
    theme: isNight ? 'night' : 'stripe',
    labels: 'above',
    disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
    ...pages,
    variables: {...variables, ...pages.variables},
    rules: {
      '.Input': {padding: '11px 12px'},
      '.Label': {marginBottom: '6px'},
      ...pages.rules,
    },
  };
}

let canvas: HTMLCanvasElement | undefined;

export const isOpaque = (color: string) => color.startsWith('rgb(');

/** Any CSS colour (`oklch()`, `color-mix()`…) as `rgba()`, which Stripe is sure to understand. */
export const plainColor = (color: string): string => (isOpaque(color) ? color : painted([color]));

/** Colours laid on each other, the lowest first. */
export function painted(colors: string[]): string {
  canvas ??= document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  if (!context) return colors.at(-1) ?? '';
  for (const color of colors) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 255) return `rgb(${red}, ${green}, ${blue})`;
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** Nearer to black than to white, as eyes see it. */
export const isDark = (color: string) => luminance(color) < 0.18;
