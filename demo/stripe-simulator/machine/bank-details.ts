import type {Stripe} from 'stripe';

type Details = Omit<Stripe.Charge.PaymentMethodDetails, 'type'>;

/** What a charge tells about a payment at a bank, a wallet or a shop. The name is the buyer's own. */
export function bankDetails(method: Stripe.PaymentMethod): Details {
  const verified_name = method.billing_details.name;
  const generated = {generated_sepa_debit: null, generated_sepa_debit_mandate: null};
  const transaction = {transaction_id: null};
  switch (method.type) {
    case 'affirm':
      return {affirm: transaction};
    case 'afterpay_clearpay':
      return {afterpay_clearpay: {order_id: null, reference: null}};
    case 'alipay':
      return {alipay: {buyer_id: 'test_buyer', fingerprint: null, ...transaction}};
    case 'alma':
      return {alma: transaction};
    case 'amazon_pay':
      return {amazon_pay: transaction};
    case 'bancontact':
      return {
        bancontact: {
          bank_code: 'VAPE',
          bank_name: 'VAN DE PUT & CO',
          bic: 'VAPEBE22',
          ...generated,
          iban_last4: '7061',
          preferred_language: null,
          verified_name,
        },
      };
    case 'billie':
      return {billie: transaction};
    case 'cashapp':
      return {cashapp: {buyer_id: null, cashtag: null, ...transaction}};
    case 'boleto':
      return {boleto: {tax_id: method.boleto?.tax_id ?? ''}};
    case 'eps':
      return {eps: {bank: method.eps?.bank ?? null, verified_name}};
    case 'giropay':
      return {giropay: {bank_code: null, bank_name: null, bic: null, verified_name}};
    case 'grabpay':
      return {grabpay: transaction};
    case 'ideal': {
      const bank = method.ideal?.bank ?? null;
      return {
        ideal: {bank, bic: null, ...generated, iban_last4: '5264', ...transaction, verified_name},
      };
    }
    case 'kakao_pay':
      return {kakao_pay: {buyer_id: null, ...transaction}};
    case 'klarna':
      return {
        klarna: {payer_details: null, payment_method_category: 'pay_later', preferred_locale: null},
      };
    case 'konbini':
      return {konbini: {store: {chain: 'lawson'}}};
    case 'mobilepay':
      return {mobilepay: {card: null}};
    case 'multibanco':
      return {multibanco: {entity: '12345', reference: '999999999'}};
    case 'oxxo':
      return {oxxo: {number: '1234567890123456789012345678'}};
    case 'p24':
      return {p24: {bank: method.p24?.bank ?? null, reference: null, verified_name}};
    case 'paynow':
      return {paynow: {reference: null}};
    case 'pix':
      return {pix: {bank_transaction_id: null}};
    case 'promptpay':
      return {promptpay: {reference: null}};
    case 'swish':
      return {swish: {fingerprint: null, payment_reference: null, verified_phone_last4: null}};
    case 'wechat_pay':
      return {wechat_pay: {fingerprint: null, ...transaction}};
    case 'paypal':
      return {
        paypal: {
          country: 'US',
          payer_email: method.billing_details.email,
          payer_id: null,
          payer_name: verified_name,
          seller_protection: null,
          ...transaction,
        },
      };
    case 'revolut_pay':
      return {revolut_pay: {...transaction}};
    default:
      return {[method.type]: {}};
  }
}
