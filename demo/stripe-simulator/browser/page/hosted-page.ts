import {frameName} from './frame.ts';
import {openModal} from './modal.ts';

/** A page of Stripe's that the buyer reads and closes: a voucher to pay at a shop, for instance. */
export function showHostedPage(url: string): Promise<void> {
  const iframe = document.createElement('iframe');
  iframe.name = frameName('Frame');
  iframe.title = 'Secure payment instructions frame';
  iframe.src = url;
  return new Promise((resolve) => {
    const modal = openModal(iframe.title, () => {
      modal.close();
      resolve();
    });
    modal.overlay.prepend(iframe);
    modal.dress(iframe);
  });
}
