/** How far below the window an element may begin and still be loaded, in pixels. */
export const margin = 400;

/** Whether the buyer sees the element, or will after a little scrolling. */
export function isInSight(element: Element): boolean {
  const {top, bottom} = element.getBoundingClientRect();
  return element.checkVisibility() && top < innerHeight + margin && bottom > -margin;
}
