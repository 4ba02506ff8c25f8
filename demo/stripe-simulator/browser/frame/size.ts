import type {Port} from '../wire/port.ts';

/**
 * Tells the host how high the content is. A frame that stands in a hidden container has no layout
 * and reports next to nothing, and, as Stripe's does, stays at that when the container is shown,
 * until its content changes. https://github.com/stripe/stripe-js/issues/319
 */
export function reportHeight(host: Port): () => void {
  let wasHidden = false;
  let reported = 0;
  const measure = () => {
    wasHidden = document.documentElement.clientWidth === 0;
    const height = Math.max(2, Math.ceil(document.body.getBoundingClientRect().height));
    if (height === reported) return;
    reported = height;
    host.tell('resize', height);
  };
  new ResizeObserver(() => {
    if (!wasHidden) measure();
  }).observe(document.body);
  return measure;
}
