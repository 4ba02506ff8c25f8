import {frameName} from './frame.ts';
import {openModal} from './modal.ts';

const pollEvery = 1000;

/** A page of Stripe's that the buyer reads and closes: a voucher to pay at a shop, for instance. */
export async function showHostedPage(url: string): Promise<void> {
  await open(url).closed;
}

/** Shows a page until something has happened, and says whether the buyer closed it before. */
export async function showUntil(url: string, happened: () => Promise<boolean>): Promise<boolean> {
  const shown = open(url);
  const closed = shown.closed.then(() => true);
  while (!(await happened())) {
    const soon = new Promise<boolean>((resolve) => {
      setTimeout(resolve, pollEvery, false);
    });
    if (await Promise.race([closed, soon])) return true;
  }
  shown.close();
  return false;
}

function open(url: string): {closed: Promise<void>; close(): void} {
  const iframe = document.createElement('iframe');
  iframe.name = frameName('Frame');
  iframe.title = 'Secure payment instructions frame';
  iframe.src = url;
  let modal = {close: () => {}};
  const closed = new Promise<void>((resolve) => {
    const opened = openModal(iframe.title, () => {
      opened.close();
      resolve();
    });
    opened.overlay.prepend(iframe);
    opened.dress(iframe);
    modal = opened;
  });
  return {closed, close: () => modal.close()};
}
