/**
 * Calls back when the page may look different: the buyer's system turned dark, or a script changed
 * a class or an attribute of the page's root, which is how pages switch their own themes.
 */
export function watchTheme(onChange: () => void): () => void {
  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(onChange);
  };
  const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map(
    (query) => matchMedia(query),
  );
  const observer = new MutationObserver(soon);
  for (const query of queries) query.addEventListener('change', soon);
  for (const root of [document.documentElement, document.body]) {
    observer.observe(root, {attributes: true});
  }
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', soon);
  };
}
