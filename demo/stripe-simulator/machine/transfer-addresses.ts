import type {Stripe} from 'stripe';

type FinancialAddress =
  Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions.FinancialAddress;

const address = {
  city: 'Simulation',
  country: 'US',
  line1: '1 Test Street',
  line2: null,
  postal_code: '00000',
  state: null,
};
const holder = {
  account_holder_address: address,
  account_holder_name: 'Simulated shop',
  bank_address: address,
};
const bank_name = 'STRIPE TEST BANK';

/** The account to which a buyer would send the money; none of these exists. */
export function financialAddress(currency: string): FinancialAddress {
  switch (currency) {
    case 'eur':
      return {
        type: 'iban',
        iban: {...holder, bic: 'TESTDEFFXXX', country: 'DE', iban: 'DE00000000000000000000'},
        supported_networks: ['sepa'],
      };
    case 'gbp':
      return {
        type: 'sort_code',
        sort_code: {...holder, account_number: '00000000', sort_code: '000000'},
        supported_networks: ['bacs', 'fps'],
      };
    case 'jpy':
      return {
        type: 'zengin',
        zengin: {
          ...holder,
          account_number: '0000000',
          account_type: 'futsu',
          bank_code: '0000',
          bank_name,
          branch_code: '000',
          branch_name: 'TEST',
        },
        supported_networks: ['zengin'],
      };
    case 'mxn':
      return {
        type: 'spei',
        spei: {...holder, bank_code: '000', bank_name, clabe: '000000000000000000'},
        supported_networks: ['spei'],
      };
    default:
      return {
        type: 'aba',
        aba: {
          ...holder,
          account_number: '000000000000',
          account_type: 'checking',
          bank_name,
          routing_number: '000000000',
        },
        supported_networks: ['ach', 'domestic_wire_us'],
      };
  }
}
