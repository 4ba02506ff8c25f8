import type {Port} from '../wire/port.ts';

/**
 * Tells the host how high the content is. A frame that stands in a hidden container has no layout
 * and reports next to nothing, and, as Stripe's does, stays at that when the container is shown,
 * until its content changes. https://github.com/stripe/stripe-js/issues/319
 */
export function reportHeight(host: Port): () => void {
  let wasHidden = false;
  let reported = 0;
  const report = async (height: number) => {
    reported = height;
    // Only the page knows whether the frame is drawn at all; a frame may have a layout even so.
    wasHidden = (await host.call<boolean | undefined>('resize', height)) === false;
  };
  const heightNow = () => Math.max(2, Math.ceil(document.body.getBoundingClientRect().height));
  new ResizeObserver(() => {
    if (!wasHidden && heightNow() !== reported) void report(heightNow());
  }).observe(document.body);
  return () => void report(heightNow());
}
