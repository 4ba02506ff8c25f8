import {checkTexts} from './english-check.ts';
import {firstTexts} from './english-first.ts';
import {laterTexts} from './english-later.ts';
import {placesTexts} from './english-places.ts';
import {quantitiesTexts} from './english-quantities.ts';
import {shippingTexts} from './english-shipping.ts';
import {troubleTexts} from './english-trouble.ts';

/**
 * Every text the element can show, in the language it is written in; `{name}` is filled in. For
 * types and tests: the element loads each group in its own time.
 */
export const english = {
  ...firstTexts,
  ...checkTexts,
  ...laterTexts,
  ...troubleTexts,
  ...quantitiesTexts,
  ...placesTexts,
  ...shippingTexts,
};

export type TextKey = keyof typeof english;
