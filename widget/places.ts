import {placeOf} from './in-sight.ts';

/** The element and everything it is shown in: through slots, and out of every shadow root. */
export function* placesOf(element: Element): Generator<Element> {
  for (let place: Element | null = element; place; place = placeOf(place)) yield place;
}
