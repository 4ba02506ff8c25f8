/** For elements that are not in sight when their page begins. */
import {isInPlace, isInSight, margin} from './in-sight.ts';

/** How often is looked whether an element in its place is to be seen there by now, in milliseconds. */
const pause = 100;

/** So often at most: what hides it may be waiting for its form to stand. */
const most = 80;

/** Calls back when the element comes into sight, each time; answers how to end that. */
export function whenInSight(element: Element, onSeen: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // No observer tells that a thing turns visible where it stands: a dialog that fades in, for one.
  const look = (count = 0) => {
    if (isInSight(element) || (count > most && isInPlace(element))) onSeen();
    else timer = setTimeout(look, pause, count + 1);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      clearTimeout(timer);
      if (entries.at(-1)?.isIntersecting) look();
    },
    {rootMargin: `${margin}px 0px`},
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
  };
}
