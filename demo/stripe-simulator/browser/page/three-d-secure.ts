import {threeDSecureMessage} from '../wire/messages.ts';
import {frameName} from './frame.ts';
import {openModal} from './modal.ts';

/**
 * The challenge, in a modal that Stripe.js appends to the body: a `div[tabindex="-1"]` with a frame
 * in it. Resolves with what became of it.
 */
export function openThreeDSecure(url: string): Promise<'answered' | 'closed'> {
  const iframe = document.createElement('iframe');
  iframe.name = frameName('Frame');
  iframe.title = 'Secure 3D Secure authentication frame';
  iframe.src = url;
  return new Promise((resolve) => {
    const modal = openModal(iframe.title, () => done('closed'));
    modal.overlay.prepend(iframe);
    modal.dress(iframe);
    const done = (outcome: 'answered' | 'closed') => {
      removeEventListener('message', onMessage);
      modal.close();
      resolve(outcome);
    };
    const onMessage = (event: MessageEvent<{type?: string}>) => {
      if (event.source !== iframe.contentWindow || event.data?.type !== threeDSecureMessage) return;
      done('answered');
    };
    addEventListener('message', onMessage);
  });
}
