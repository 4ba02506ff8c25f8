/**
 * Keeps a bank's challenge within reach while an attempt to pay runs. Stripe.js puts it into the body,
 * and a native dialog opened by `showModal()` lies in the top layer, above any z-index, and makes all
 * else inert: https://github.com/stripe/stripe-js/issues/599. While the challenge is there, the
 * dialogs around the element are shown without the top layer; afterwards they are modal again.
 */
export async function withReachableChallenge<Result>(
  element: Element,
  attempt: () => Promise<Result>,
): Promise<Result> {
  let lowered: HTMLDialogElement[] = [];
  const follow = () => {
    const isThere = [...document.body.children].some(isChallenge);
    if (isThere === lowered.length > 0) return;
    if (isThere) {
      lowered = modalsAround(element);
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

function modalsAround(element: Element): HTMLDialogElement[] {
  const modals: HTMLDialogElement[] = [];
  for (let node: Node | null = element; node;) {
    if (node instanceof HTMLDialogElement && node.matches(':modal')) modals.push(node);
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return modals;
}

/** Closed and opened again at once: the page is not to take it for the buyer's leaving. */
function reopen(dialog: HTMLDialogElement, open: () => void): void {
  if (!dialog.open) return;
  const keepQuiet = (event: Event) => {
    if (event.target !== dialog) return;
    event.stopImmediatePropagation();
    window.removeEventListener('close', keepQuiet, {capture: true});
  };
  window.addEventListener('close', keepQuiet, {capture: true});
  const focused = document.activeElement;
  dialog.close();
  open();
  if (focused instanceof HTMLElement && document.activeElement !== focused) focused.focus();
}
