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
  const queries = [
    '(prefers-color-scheme: dark)',
    '(prefers-reduced-motion: reduce)',
    '(forced-colors: active)',
  ].map((query) => matchMedia(query));
  const observer = new MutationObserver(soon);
  for (const query of queries) query.addEventListener('change', soon);
  for (const place of around(element)) observer.observe(place, {attributes: true});
  // Style sheets that come or go change no attribute, but the colours that the root shows.
  const rootShowsOther = ({target}: Event) => {
    if (target instanceof Element && target.classList.contains('root')) soon();
  };
  element.shadowRoot?.addEventListener('transitionend', rootShowsOther);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    element.shadowRoot?.removeEventListener('transitionend', rootShowsOther);
    for (const query of queries) query.removeEventListener('change', soon);
  };
}

/** The element and everything it stands in, out of every shadow root. */
export function* around(element: Element): Generator<Element> {
  for (let node: Node | null = element; node;) {
    if (node instanceof Element) yield node;
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
}
