import {connectMessage, helloMessage} from '../wire/messages.ts';
import {openPort} from '../wire/port.ts';
import type {Handlers, Port} from '../wire/port.ts';
import {addressApp} from './address/app.ts';
import {captchaApp} from './captcha.ts';
import {controllerApp} from './controller.ts';
import {emailApp} from './email/app.ts';
import {expressApp} from './express/app.ts';
import {walletSheetApp} from './express/sheet.ts';
import {paymentApp} from './payment/app.ts';

/** What runs in a frame, chosen by the page's name; it gets the line to its host and answers on it. */
export type FrameApp = (host: Port) => Handlers;

const apps: Record<string, FrameApp> = {
  captcha: captchaApp,
  controller: controllerApp,
  'elements-inner-address': addressApp,
  'elements-inner-payment': paymentApp,
  'elements-inner-express-checkout': expressApp,
  'wallet-sheet': walletSheetApp,
  'elements-inner-link-authentication': emailApp,
};

const page = location.pathname.replace(/^.*\/|\.html$/g, '');

addEventListener('message', (event) => {
  const port = event.ports[0];
  if (event.source !== parent || event.data !== connectMessage || !port) return;
  const handlers: Handlers = {};
  const host = openPort(port, handlers);
  Object.assign(handlers, apps[page]?.(host));
});
parent.postMessage(helloMessage, '*');
