/**
 * Keeps a bank's challenge within reach while an attempt to pay runs. Stripe.js puts it into the body,
 * and a native dialog opened by `showModal()` lies in the top layer, above any z-index, and makes all
 * else inert: https://github.com/stripe/stripe-js/issues/599. While the challenge is there, the
 * dialogs around the element (from the inside out) are shown without the top layer; afterwards they are modal again.
 */
export async function withReachableChallenge<Result>(
  modals: () => HTMLDialogElement[],
  attempt: () => Promise<Result>,
): Promise<Result> {
  let lowered: HTMLDialogElement[] = [];
  const follow = () => {
    const isThere = [...document.body.children].some(isChallenge);
    if (isThere === lowered.length > 0) return;
    if (isThere) {
      lowered = modals();
      for (const dialog of lowered) reopen(dialog, () => dialog.show());
    } else {
      // From the outside in: what is opened last lies on top.
      for (const dialog of lowered.reverse()) reopen(dialog, () => dialog.showModal());
      lowered = [];
    }
  };
  const observer = new MutationObserver(follow);
  observer.observe(document.body, {childList: true});
  try {
    return await attempt();
  } finally {
    observer.disconnect();
    for (const dialog of lowered.reverse()) reopen(dialog, () => dialog.showModal());
  }
}

/** Stripe.js gives no sign of it but its place and its frame. */
const isChallenge = (node: Element) =>
  node.matches('div[tabindex="-1"]') && node.querySelector('iframe') !== null;

/** Closed and opened again at once: the page is not to take it for the buyer's leaving. */
function reopen(dialog: HTMLDialogElement, open: () => void): void {
  if (!dialog.open) return;
  // Out of a shadow root the event does not come: there it is met where it begins its way.
  const root = dialog.getRootNode();
  const top = root instanceof ShadowRoot ? root : window;
  const keepQuiet = (event: Event) => {
    if (event.target !== dialog) return;
    event.stopImmediatePropagation();
    top.removeEventListener('close', keepQuiet, {capture: true});
  };
  top.addEventListener('close', keepQuiet, {capture: true});
  const focused = document.activeElement;
  dialog.close();
  open();
  if (focused instanceof HTMLElement && document.activeElement !== focused) focused.focus();
}
