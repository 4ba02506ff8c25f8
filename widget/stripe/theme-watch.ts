import {placesOf} from '../places.ts';

/**
 * Calls back when the page around an element may look different or speak another language: the
 * buyer's system turned dark, or a script changed an attribute (a class, `data-theme`, `style`,
 * `lang`) of anything the element stands in, which is how pages switch their own themes.
 */
export function watchPage(element: Element, onChange: () => void): () => void {
  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(onChange);
  };
  const stop = new AbortController();
  const queries = [
    '(prefers-color-scheme: dark)',
    '(prefers-reduced-motion: reduce)',
    '(forced-colors: active)',
  ].map((query) => matchMedia(query));
  // Page scripts that answer each change of the page by setting what is set already must not go on
  // for ever with what page-look.ts puts into the page for a moment.
  const observer = new MutationObserver((records) => {
    if (records.some(isOther)) soon();
  });
  for (const query of queries) query.addEventListener('change', soon, stop);
  // Style sheets that come or go change no attribute, but colours that the root shows or the element
  // inherits; and what fades to another colour around it has that only in the end.
  const ended = ({target, currentTarget}: Event) => {
    const isRoot = (target as Element).classList.contains('root');
    if (isRoot || target === currentTarget) soon();
  };
  element.shadowRoot?.addEventListener('transitionend', ended, stop);
  for (const place of placesOf(element)) {
    observer.observe(place, {attributeOldValue: true});
    place.addEventListener('transitionend', ended, stop);
  }
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    stop.abort();
  };
}

const isOther = ({target, attributeName, oldValue}: MutationRecord) =>
  (target as Element).getAttribute(attributeName ?? '') !== oldValue;
