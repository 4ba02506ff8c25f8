import {IntegrationError} from './integration-error.ts';

/**
 * Methods of Stripe.js that the simulator leaves out. They exist, because wrappers look for them
 * (react-stripe-js takes an object without `createToken` for no Stripe at all), and say so loudly.
 */
const names = [
  ...`AcssDebit UsBankAccount Alipay AuBecsDebit Bancontact Billie Blik Boleto Card Cashapp
  CustomerBalance Eps Fpx Giropay GrabPay Ideal Klarna Konbini Mobilepay Multibanco Oxxo P24 PayByBank
  PayNow PayPal Pix PromptPay SepaDebit Sofort Twint WechatPay Affirm AfterpayClearpay`
    .split(/\s+/)
    .map((method) => `confirm${method}Payment`),
  ...`AcssDebit UsBankAccount AuBecsDebit BacsDebit Bancontact Blik Card Cashapp Ideal AmazonPay
  PayPal SepaDebit Sofort`
    .split(/\s+/)
    .map((method) => `confirm${method}Setup`),
  'collectBankAccountForPayment',
  'collectBankAccountForSetup',
  'collectBankAccountToken',
  'collectFinancialConnectionsAccounts',
  'confirmSetup',
  'createEmbeddedCheckoutPage',
  'createEphemeralKeyNonce',
  'createToken',
  'handleCardAction',
  'initCheckoutElementsSdk',
  'initCheckoutFormSdk',
  'initializePricing',
  'paymentRequest',
  'processOrder',
  'retrieveOrder',
  'retrieveSetupIntent',
  'verifyIdentity',
  'verifyMicrodepositsForPayment',
  'verifyMicrodepositsForSetup',
];

export const notSimulated: Record<string, () => Promise<never>> = Object.fromEntries(
  names.map((name) => [
    name,
    async () => {
      throw new IntegrationError(`stripe.${name}() is not part of the Stripe simulator.`);
    },
  ]),
);
