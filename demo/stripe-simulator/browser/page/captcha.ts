import type {StripeErrorBody} from '../wire/messages.ts';
import {createFrame, frameName} from './frame.ts';
import {openModal} from './modal.ts';

/** Asks whether a person is paying; answers the decline of somebody who will not say. */
export function askCaptcha(origin: string, locale: string): Promise<StripeErrorBody | undefined> {
  return new Promise((resolve) => {
    const title = 'Captcha challenge frame';
    const end = (error?: StripeErrorBody) => {
      frame.remove();
      modal.close();
      resolve(error);
    };
    const modal = openModal(title, () => end(declined));
    const frame = createFrame({
      origin,
      page: 'captcha.html',
      title,
      name: frameName('Frame'),
      parent: modal.overlay,
      handlers: {
        passed: () => end(),
        resize: (height: number) => frame.iframe.style.setProperty('height', `${height}px`),
      },
    });
    modal.dress(frame.iframe);
    frame.tell('state', {locale});
  });
}

const declined = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
};
