/** How far below the window an element may begin and still be loaded, in pixels. */
export const margin = 400;

/** Whether the buyer sees the element, or will after a little scrolling. */
export const isInSight = (element: Element): boolean =>
  isInPlace(element) &&
  // Not the element itself: its page may show it only when its form stands.
  (placeOf(element)?.checkVisibility({opacityProperty: true, visibilityProperty: true}) ?? true);

/** Whether it would be seen if what it stands in let nothing shine through. */
export function isInPlace(element: Element): boolean {
  const {top, bottom, left, right} = element.getBoundingClientRect();
  return (
    // A page that the browser fetches beforehand may never be looked at.
    !(document as {prerendering?: boolean}).prerendering &&
    element.checkVisibility() &&
    top < innerHeight + margin &&
    bottom > -margin &&
    left < innerWidth &&
    right > 0 &&
    !isShutIn(element)
  );
}

/** Whether the element stands in something folded to nothing, an accordion for one. */
function isShutIn(element: Element): boolean {
  const place = placeOf(element);
  if (!place) return false;
  const isFolded = !place.clientHeight || !place.clientWidth;
  return (isFolded && getComputedStyle(place).overflow !== 'visible') || isShutIn(place);
}

/** What it is shown in: a slot, the host of its shadow root, or the element around it. */
export function placeOf(element: Element): Element | null {
  const root = element.getRootNode();
  return (
    element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
  );
}
