import {placesOf} from './places.ts';
import {isDark, isOpaque, painted, plainColor} from './stripe/theme.ts';

/**
 * The page's own look as defaults of ours, in a style sheet: light or dark by what is behind the
 * element, the primary colour by `accent-color`, the corners by those of the page's text fields.
 * Whatever the page says by `--opc-…` goes before them, and so does `theme`.
 * @param scope The element of our shadow root on which the private properties are set.
 */
export function pageLook(element: Element, scope: Element): string {
  const [onLight, plainBorder, plainRadius] = readField(scope, 'light');
  const [onDark] = readField(scope, 'dark');
  const [, border, radius] = readField(element, 'light');
  // The end of that tells theme-watch.ts that a style sheet has changed the page.
  let sheet = ':host{transition:color 1ms}';
  // A background that is the same in both schemes is a designer's, and the scheme has to fit it.
  const ground = groundOf(element, onLight === onDark ? onLight : '');
  if (isOpaque(ground)) {
    sheet += `:host(:not([theme=light],[theme=dark])) .root{color-scheme:${isDark(ground) ? 'dark' : 'light'}}`;
  }
  const {accentColor} = getComputedStyle(element);
  // A primary colour of the page's is not what a label for that one would be made for.
  const isChosen = getComputedStyle(scope).getPropertyValue('--opc-color-primary');
  if (!isChosen && accentColor !== 'auto') {
    const accent = plainColor(accentColor);
    // Stripe writes in it, too: half way to white, even black can be read on a dark ground.
    const [primary, label] = isDark(accent)
      ? [`light-dark(${accent},color-mix(in srgb,${accent},#fff))`, 'light-dark(#fff,#000)']
      : [accent, '#000'];
    sheet += fallback('color-primary', primary);
    sheet += fallback('accessible-color-on-color-primary', label);
  }
  // Left as they come, or without borders and corners as after a reset, fields say nothing.
  const corner = parseFloat(radius);
  if ((radius !== plainRadius && corner) || (border !== plainBorder && parseFloat(border))) {
    // A pill's would be far too round for the card, whose corners are twice as large.
    sheet += fallback('border-radius', `${Math.min(corner, 16)}px`);
  }
  return sheet;
}

const fallback = (name: string, value: string) => `.root{--_${name}:var(--opc-${name},${value})}`;

/**
 * A text field, looked at in its place and gone before anybody could see it: the page's styles reach
 * it only among the page's own nodes, and what is shown through no slot has no styles at all.
 */
function readField(place: Element, scheme: 'light' | 'dark') {
  const field = document.createElement('input');
  const style = `display:none;color-scheme:${scheme};background:var(--_color-background)`;
  Object.assign(field, {type: 'text', slot: 'header', style});
  place.append(field);
  const {backgroundColor, borderBottom, borderTopLeftRadius} = getComputedStyle(field);
  field.remove();
  return [backgroundColor, borderBottom, borderTopLeftRadius] as const;
}

/** The colour on which the element is seen; not opaque where nothing behind it is. */
function groundOf(element: Element, own: string): string {
  const behind = Array.from(placesOf(element), (it) => getComputedStyle(it).backgroundColor);
  const layers = [own, ...behind].filter((color) => color && color !== 'rgba(0, 0, 0, 0)');
  const [nearest = ''] = layers;
  return !nearest || isOpaque(nearest) ? nearest : painted(layers.reverse());
}
