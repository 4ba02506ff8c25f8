import type {CheckoutAction} from './flow.ts';

/**
 * Gives back what was kept for the wallets and is not needed, once nobody sees their place: nothing
 * moves that is looked at. Above the window that is so only in browsers that hold on to what is in
 * it: https://developer.mozilla.org/docs/Web/CSS/CSS_scroll_anchoring
 */
export function givePlaceBack(host: Element, dispatch: (action: CheckoutAction) => void): void {
  const place = host.shadowRoot?.querySelector('.wallets');
  if (!place) return;
  const isHeld = CSS.supports('overflow-anchor: auto');
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    if (!last || last.isIntersecting) return;
    if (!isHeld && last.boundingClientRect.bottom < 0 && place.isConnected) return;
    observer.disconnect();
    dispatch({type: 'place-unseen'});
  });
  observer.observe(place);
}
