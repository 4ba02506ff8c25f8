import {openApi} from './api.ts';
import {anything, shape, string, warnUnrecognized} from './check.ts';
import {confirmPayment} from './confirm-payment.ts';
import {ElementsGroup} from './elements.ts';
import {checkClientSecret} from './elements-options.ts';
import {IntegrationError} from './integration-error.ts';
import {handleNextAction, retrieveIntent} from './next-action.ts';
import {notSimulated} from './not-simulated.ts';
import {checkStripeCall} from './stripe-options.ts';
import {createConfirmationToken, createPaymentMethod} from './tokens.ts';

interface Options {
  locale?: string;
}

const appInfo = shape({name: string, partner_id: string, version: string, url: string});
const wrapperInfo = shape({name: string, version: string, startTime: anything});

/** The object `Stripe(key, options)` returns. https://docs.stripe.com/js */
export function createStripe(origin: string, key: string, given?: Options) {
  checkStripeCall(key, given);
  const api = openApi(origin, key);
  const groups = new WeakMap<object, ElementsGroup>();

  const groupOf = (elements: unknown, call: string): ElementsGroup | undefined => {
    if (elements === undefined || elements === null) return undefined;
    const group = groups.get(elements);
    if (group) return group;
    if (isElements(elements)) {
      throw new IntegrationError(
        'Please use the same instance of `Stripe` you used to create this Element to confirm it.',
      );
    }
    throw new IntegrationError(`Invalid value for ${call}: elements should be an Elements object.`);
  };

  return {
    ...notSimulated,

    elements(options?: unknown) {
      const locale = given?.locale ?? 'auto';
      const group = new ElementsGroup({api, origin, key, locale}, options);
      const facade = publicElements(group);
      groups.set(facade, group);
      return facade;
    },

    async confirmPayment(options: unknown) {
      const elements = (options as {elements?: unknown} | undefined)?.elements;
      return confirmPayment(api, groupOf(elements, 'stripe.confirmPayment()'), options);
    },

    async retrievePaymentIntent(clientSecret: unknown) {
      checkClientSecret('stripe.retrievePaymentIntent intent secret', clientSecret);
      return retrieveIntent(api, String(clientSecret));
    },

    async handleNextAction(options: {clientSecret?: unknown} = {}) {
      checkClientSecret('stripe.handleNextAction()', options.clientSecret);
      return handleNextAction(api, String(options.clientSecret));
    },

    async createConfirmationToken(options: {elements?: unknown; params?: unknown} = {}) {
      const group = groupOf(options.elements, 'stripe.createConfirmationToken()');
      return createConfirmationToken(group, options.params);
    },

    async createPaymentMethod(options: {elements?: unknown} = {}) {
      return createPaymentMethod(
        api,
        groupOf(options.elements, 'stripe.createPaymentMethod()'),
        options,
      );
    },

    /** Radar is not simulated: the session is a name that nothing looks at. */
    async createRadarSession() {
      return {radarSession: {id: `rse_${randomId()}`, object: 'radar.session'}};
    },

    registerAppInfo(info: unknown) {
      appInfo(info, '', 'stripe.registerAppInfo()');
    },

    _registerWrapper(info: unknown) {
      wrapperInfo(info, '', 'stripe._registerWrapper()');
    },
  };
}

const randomId = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => (byte % 36).toString(36)).join('');

const allElements = new WeakSet<object>();
const isElements = (value: unknown) =>
  typeof value === 'object' && value !== null && allElements.has(value);

/** The methods of Stripe's Elements object and nothing of ours; they may be taken off the object. */
function publicElements(group: ElementsGroup) {
  const facade = {
    create: (type: unknown, options?: unknown) => group.create(type, options),
    getElement: (type: unknown, options?: unknown) => group.getElement(type, options),
    update: (options: unknown) => group.update(options),
    fetchUpdates: () => group.fetchUpdates(),
    submit: (...rest: unknown[]) => {
      if (rest.length > 0) warnUnrecognized('elements.submit()', 'options');
      return group.submit();
    },
    on: (type: string, listener: (event: never) => unknown) => void group.on(type, listener),
  };
  allElements.add(facade);
  return facade;
}
