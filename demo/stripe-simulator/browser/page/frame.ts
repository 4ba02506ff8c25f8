import {connectMessage, helloMessage} from '../wire/messages.ts';
import {openPort} from '../wire/port.ts';
import type {Handlers, Port} from '../wire/port.ts';
import {IntegrationError} from './integration-error.ts';

/** An iframe with the line to what runs in it. */
export interface Frame {
  iframe: HTMLIFrameElement;
  call<T>(name: string, argument?: unknown): Promise<T>;
  tell(name: string, argument?: unknown): void;
  /** True once the iframe left the page or was reloaded (moving an iframe reloads it). */
  isLost(): boolean;
  remove(): void;
}

interface FrameOptions {
  origin: string;
  page: string;
  title: string;
  name: string;
  parent: Element;
  handlers: Handlers;
  onConnect?: () => void;
  /** What calls are refused with once the frame is gone. */
  lostMessage?: string;
}

export const elementLost =
  'We could not retrieve data from the specified Element. ' +
  'Please make sure the Element you are attempting to use is still mounted.';

export function createFrame(options: FrameOptions): Frame {
  const iframe = document.createElement('iframe');
  iframe.name = options.name;
  iframe.title = options.title;
  iframe.src = `${options.origin}/endive/${options.page}`;
  iframe.setAttribute('frameborder', '0');
  iframe.setAttribute('allowtransparency', 'true');
  iframe.setAttribute('scrolling', 'no');
  iframe.allow = 'payment *; clipboard-write *';
  if (options.origin === location.origin) {
    // Stripe's frames are always of another origin. Served from the page's own origin, the sandbox
    // gives them one of their own, so that no script of the page can read what is typed in them.
    iframe.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups');
  }

  let port: Port | undefined;
  let reloaded = false;
  let removed = false;
  let loseHope = (_reason: Error) => {};
  const connected = new Promise<Port>((resolve, reject) => {
    loseHope = reject;
    const onMessage = (event: MessageEvent) => {
      if (event.source !== iframe.contentWindow || event.data !== helloMessage) return;
      if (port) {
        // The frame's state died with its document; Stripe.js does not bring it back either.
        reloaded = true;
        lose();
        return;
      }
      const channel = new MessageChannel();
      port = openPort(channel.port1, options.handlers);
      iframe.contentWindow?.postMessage(connectMessage, '*', [channel.port2]);
      resolve(port);
      options.onConnect?.();
    };
    addEventListener('message', onMessage);
    iframe.addEventListener('stripe-simulator-removed', () =>
      removeEventListener('message', onMessage),
    );
  });
  // Nobody may be waiting when the frame goes.
  connected.catch(() => {});
  function lose(): void {
    const reason = new IntegrationError(options.lostMessage ?? elementLost);
    loseHope(reason);
    port?.close(reason);
  }
  options.parent.appendChild(iframe);

  return {
    iframe,
    call: async (name, argument) => (await connected).call(name, argument),
    tell: (name, argument) =>
      void connected.then(
        (open) => open.tell(name, argument),
        () => {}, // There is nobody left to be told.
      ),
    isLost: () => removed || reloaded || !iframe.isConnected,
    remove: () => {
      removed = true;
      iframe.dispatchEvent(new Event('stripe-simulator-removed'));
      lose();
      iframe.remove();
    },
  };
}

let lastFrame = 1000 + Math.floor(Math.random() * 9000);

/** Stripe names its frames `__privateStripeFrame` and a number; tests look for that. */
export const frameName = (kind: 'Frame' | 'Controller' | 'MetricsController') =>
  `__privateStripe${kind}${++lastFrame}`;
