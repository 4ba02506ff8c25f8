import type {Answer, ApiAnswer, ApiRequest} from '../wire/messages.ts';
import type {Frame} from './frame.ts';
import {createFrame, frameName} from './frame.ts';
import {IntegrationError} from './integration-error.ts';

export interface Api {
  request(request: ApiRequest): Promise<Answer>;
  /** Answers a buyer's page with a refusal in their place. */
  refuse(url: string): Promise<void>;
}

/**
 * Calls to Stripe's API go through a hidden frame at the end of the body, as Stripe's own do: the
 * page's Content-Security-Policy need not name the API beyond what Stripe documents.
 */
export function openApi(origin: string, key: string): Api {
  const open = async (): Promise<Frame> => {
    await bodyExists();
    const frame = createFrame({
      origin,
      page: 'controller.html',
      title: 'Stripe controller frame',
      name: frameName('Controller'),
      parent: document.body,
      handlers: {},
      lostMessage,
    });
    hide(frame.iframe);
    frame.tell('state', {key});
    return frame;
  };

  const controller = open();
  const call = async <T>(name: string, argument: unknown): Promise<T> => {
    const frame = await controller;
    if (!frame.isLost()) return frame.call<T>(name, argument);
    throw new IntegrationError(lostMessage);
  };

  return {
    request: async (request) => read(await call<ApiAnswer>('request', request)),
    refuse: (url) => call('refuse', url),
  };
}

export function read(answer: ApiAnswer): Answer {
  return answer.body.error ? {error: answer.body.error} : {value: answer.body};
}

const lostMessage =
  'A hidden frame that Stripe.js added to the page was removed or moved. ' +
  'Do not clear or replace the content of document.body after calling Stripe().';

function hide(iframe: HTMLIFrameElement): void {
  iframe.setAttribute('aria-hidden', 'true');
  iframe.tabIndex = -1;
  Object.assign(iframe.style, {
    border: 'none',
    margin: '0',
    padding: '0',
    width: '1px',
    minWidth: '100%',
    height: '1px',
    position: 'fixed',
    top: '0',
    left: '0',
    visibility: 'hidden',
    pointerEvents: 'none',
    userSelect: 'none',
  });
}

const bodyExists = async () => {
  if (document.body) return;
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
};
