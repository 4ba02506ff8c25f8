import {threeDSecureMessage} from '../wire/messages.ts';
import {frameName} from './frame.ts';

/**
 * The challenge, in a modal that Stripe.js appends to the body: a `div[tabindex="-1"]` with a frame
 * in it and the highest z-index there is, which a native dialog's top layer still covers.
 * https://github.com/stripe/stripe-js/issues/599
 */
export function openThreeDSecure(url: string): Promise<void> {
  const overlay = document.createElement('div');
  overlay.tabIndex = -1;
  style(overlay, {
    position: 'fixed',
    inset: '0',
    'z-index': '2147483647',
    display: 'flex',
    'align-items': 'center',
    'justify-content': 'center',
    padding: '16px',
    background: 'rgba(10, 16, 32, 0.5)',
    overflow: 'auto',
  });
  const iframe = document.createElement('iframe');
  iframe.name = frameName('Frame');
  iframe.title = 'Secure 3D Secure authentication frame';
  iframe.src = url;
  style(iframe, {
    width: 'min(500px, 100%)',
    height: 'min(600px, 100%)',
    border: '0',
    'border-radius': '12px',
    background: '#fff',
    'box-shadow': '0 20px 60px rgba(10, 16, 32, 0.35)',
  });
  overlay.appendChild(iframe);
  const before = document.activeElement;
  document.body.appendChild(overlay);
  overlay.focus();

  return new Promise<void>((resolve) => {
    const onMessage = (event: MessageEvent<{type?: string}>) => {
      if (event.source !== iframe.contentWindow || event.data?.type !== threeDSecureMessage) return;
      removeEventListener('message', onMessage);
      overlay.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve();
    };
    addEventListener('message', onMessage);
  });
}

function style(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}
