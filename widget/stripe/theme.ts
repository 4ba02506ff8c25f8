import type {Appearance} from '@stripe/stripe-js';
import {kebab, luminance, warnOfContrast} from './contrast.ts';

type Variables = NonNullable<Appearance['variables']>;
type Kind = 'color' | 'fontFamily' | 'fontSize' | 'fontWeight' | 'length' | 'shadow';

/**
 * Which of our custom properties reach Stripe's iframe, and as what. `--opc-color-primary` and
 * Stripe's `colorPrimary` are the same name in two spellings; an iframe cannot see the page's
 * styles, so each value is resolved here to something that stands on its own.
 */
export const bridged: Partial<Record<keyof Variables, Kind>> = {
  colorPrimary: 'color',
  colorBackground: 'color',
  colorText: 'color',
  colorTextSecondary: 'color',
  colorTextPlaceholder: 'color',
  colorDanger: 'color',
  colorSuccess: 'color',
  colorWarning: 'color',
  accessibleColorOnColorPrimary: 'color',
  inputColorBorder: 'color',
  inputFocusColorBorder: 'color',
  labelColorText: 'color',
  iconColor: 'color',
  fontFamily: 'fontFamily',
  fontSizeBase: 'fontSize',
  labelFontSize: 'fontSize',
  fontWeightNormal: 'fontWeight',
  fontWeightMedium: 'fontWeight',
  fontWeightBold: 'fontWeight',
  labelFontWeight: 'fontWeight',
  borderRadius: 'length',
  spacingUnit: 'length',
  gridRowSpacing: 'length',
  gridColumnSpacing: 'length',
  tabSpacing: 'length',
  inputBoxShadow: 'shadow',
  inputFocusBoxShadow: 'shadow',
  focusBoxShadow: 'shadow',
};

const properties: Record<Kind, string> = {
  color: 'color',
  fontFamily: 'font-family',
  fontSize: 'font-size',
  fontWeight: 'font-weight',
  length: 'padding-top',
  shadow: 'box-shadow',
};

/** `colorPrimary` → `--_color-primary`: our private property, which holds the default as well. */
const privateName = (variable: string) => `--_${kebab(variable)}`;

/**
 * Stripe's appearance as our styles would have it, with the page's own laid over it.
 * @param scope The element of our shadow root on which the private properties are set.
 */
export function readAppearance(scope: HTMLElement, own: Appearance = {}): Appearance {
  const probe = document.createElement('span');
  probe.hidden = true;
  scope.append(probe);
  const read = (kind: Kind, name: string) => {
    probe.style.setProperty(properties[kind], `var(${name})`);
    const value = getComputedStyle(probe).getPropertyValue(properties[kind]);
    probe.style.removeProperty(properties[kind]);
    return kind === 'color' ? plainColor(value) : value;
  };
  const variables: Variables = {};
  for (const [variable, kind] of Object.entries(bridged)) {
    Object.assign(variables, {[variable]: read(kind, privateName(variable))});
  }
  probe.remove();
  warnOfContrast(variables);
  return {
    theme: isDark(variables.colorBackground ?? '') ? 'night' : 'stripe',
    labels: 'above',
    disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
    ...own,
    variables: {...variables, ...own.variables},
    rules: {
      '.Input': {padding: '11px 12px'},
      '.Label': {marginBottom: '6px'},
      ...own.rules,
    },
  };
}

let canvas: HTMLCanvasElement | undefined;

/** Any CSS colour (`oklch()`, `color-mix()`…) as `rgba()`, which Stripe is sure to understand. */
function plainColor(color: string): string {
  canvas ??= document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  if (!context) return color;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 255) return `rgb(${red}, ${green}, ${blue})`;
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** Nearer to black than to white, as eyes see it. */
const isDark = (color: string) => luminance(color) < 0.18;
