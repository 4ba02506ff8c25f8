import {expect} from '@open-wc/testing';
import type {BillingDetails, Shipping} from '../../api/contract.ts';
import {buyer, cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';

interface Sent {
  billingDetails: BillingDetails;
  shipping?: Shipping;
}

/** What the page tells the API when the buyer pays. */
function watchPayments(): Sent[] {
  const sent: Sent[] = [];
  answerInstead('POST', /\/payment$/, async (request, pass) => {
    sent.push(await request.clone().json());
    return pass(request);
  });
  return sent;
}

const {email, name, country, postalCode} = buyer;
const fieldsOf = (checkout: CheckoutHarness) =>
  [...checkout.root.querySelectorAll<HTMLElement>('form .input')].map(({id}) => id);

async function payWith(checkout: CheckoutHarness, details: Record<string, string>) {
  await checkout.untilReady();
  await checkout.fillIn(details);
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await checkout.untilStatus('paid');
}

describe('what the form asks for', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  for (const billing of ['minimal', 'auto']) {
    it(`is country and postal code with billing="${billing}", and that is enough to pay`, async () => {
      const sent = watchPayments();
      const checkout = await openCheckout({billing});
      await checkout.type('country', 'DE');
      expect(fieldsOf(checkout)).to.deep.equal(['email', 'name', 'country', 'postalCode']);
      await payWith(checkout, {email, name, country, postalCode});
      expect(sent[0]?.billingDetails.address).to.deep.equal({country, postalCode});
    });
  }

  for (const attributes of [{billing: 'full'}, {billing: 'auto', shipping: 'required'}]) {
    it(`is the whole address with ${JSON.stringify(attributes)}`, async () => {
      const sent = watchPayments();
      const checkout = await openCheckout(attributes);
      await checkout.type('country', 'DE');
      expect(fieldsOf(checkout)).to.deep.equal([
        'email',
        'name',
        'country',
        'line1',
        'line2',
        'postalCode',
        'city',
      ]);
      await payWith(checkout, buyer);
      expect(sent[0]?.billingDetails.address.line1).to.equal(buyer.line1);
    });
  }

  it('is no postal code where the country has none', async () => {
    const checkout = await openCheckout({billing: 'auto'});
    await checkout.type('country', 'HK');
    expect(fieldsOf(checkout)).to.deep.equal(['email', 'name', 'country']);
    await payWith(checkout, {email, name});
  });

  it('may have a telephone number and a company, which may stay empty', async () => {
    const sent = watchPayments();
    const checkout = await openCheckout({phone: 'optional', company: 'optional'});
    expect(checkout.field('phone').autocomplete).to.equal('tel');
    expect(checkout.field('company').autocomplete).to.equal('organization');
    expect(checkout.field('phone').getAttribute('aria-required')).to.equal('false');
    await payWith(checkout, {...buyer, company: ' Analytical Engines '});
    expect(sent[0]?.billingDetails).to.include({company: 'Analytical Engines'});
    expect(sent[0]?.billingDetails).not.to.have.property('phone');
  });

  it('must have a telephone number where the page says so', async () => {
    const sent = watchPayments();
    const checkout = await openCheckout({phone: 'required'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('phone'), 'the missing number should be told');
    expect(checkout.element.validate()).to.equal(false);
    await checkout.type('phone', 'call me');
    expect(checkout.errorOf('phone')).to.contain('+44');
    await payWith(checkout, {phone: '+49 30 123456'});
    expect(sent[0]?.billingDetails.phone).to.equal('+49 30 123456');
  });
});

describe('where the goods go', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  const box = (checkout: CheckoutHarness) =>
    checkout.root.querySelector<HTMLInputElement>('#ship-to-billing');

  it('is the billing address, unless the buyer says otherwise', async () => {
    const sent = watchPayments();
    const checkout = await openCheckout({shipping: 'required', phone: 'optional'});
    expect(box(checkout)?.checked).to.equal(true);
    await payWith(checkout, {...buyer, phone: '030 123456'});
    expect(sent[0]?.shipping).to.deep.include({name: buyer.name, phone: '030 123456'});
    expect(sent[0]?.shipping?.address).to.deep.equal(sent[0]?.billingDetails.address);
  });

  it('is another address when the buyer opens one, with its own country and its own mistakes', async () => {
    const sent = watchPayments();
    const checkout = await openCheckout({shipping: 'required'});
    await checkout.untilReady();
    await checkout.fillIn();
    box(checkout)!.click();
    await checkout.element.updateComplete;
    expect(checkout.field('shipping-line1').autocomplete).to.equal('shipping address-line1');
    expect(checkout.field('shipping-name').autocomplete).to.equal('shipping name');
    await checkout.type('shipping-country', 'GB');
    await checkout.type('shipping-postalCode', '10115');
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('shipping-name'), 'mistakes should be told');
    expect(checkout.errorOf('shipping-postalCode')).to.contain('postal code');
    expect(checkout.errorOf('postalCode')).to.equal('');
    await checkout.until(
      () => checkout.root.activeElement === checkout.field('shipping-name'),
      'the first mistake should have the focus',
    );
    const summary = checkout.root.querySelectorAll('[part~="error-summary"] li');
    expect(summary).to.have.lengthOf(4);
    await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});

    await payWith(checkout, {
      'shipping-name': 'Mary Somerville',
      'shipping-line1': '12 St James’s Square',
      'shipping-city': 'London',
      'shipping-postalCode': 'SW1Y 4LE',
    });
    expect(sent[0]?.shipping?.name).to.equal('Mary Somerville');
    expect(sent[0]?.shipping?.address).to.include({country: 'GB', city: 'London'});
    expect(sent[0]?.billingDetails.address.country).to.equal('DE');
  });

  it('is asked anew where the goods go, when the page no longer ships to where they went', async () => {
    const attributes = {shipping: 'required', 'shipping-countries': 'DE AT'};
    const before = await openCheckout(attributes);
    await before.untilReady();
    await before.type('shipping-country', 'AT');
    before.element.remove();
    const checkout = await openCheckout({...attributes, 'shipping-countries': 'DE'});
    await checkout.untilReady();
    expect(checkout.field('shipping-country').value).to.equal('');
    expect(checkout.element.validate()).to.equal(false);
    await checkout.element.updateComplete;
    expect(checkout.errorOf('shipping-country')).to.equal('Choose a country or region.');
  });

  it('is only where the shop ships to', async () => {
    const checkout = await openCheckout({shipping: 'required', 'shipping-countries': 'AT ch'});
    await checkout.type('country', 'AT');
    expect(box(checkout)).not.to.equal(null);
    await checkout.type('country', 'DE');
    expect(box(checkout), 'Germany is not shipped to').to.equal(null);
    const options = [...checkout.field('shipping-country').querySelectorAll('option')];
    expect(options.map(({value}) => value)).to.deep.equal(['', 'AT', 'CH']);
  });

  it('is filled in by the page, and kept when the box is ticked and cleared again', async () => {
    const checkout = await openCheckout({shipping: 'required'});
    checkout.element.prefill({shipping: {name: 'Mary Somerville', address: {city: 'London'}}});
    await checkout.element.updateComplete;
    expect(box(checkout)?.checked).to.equal(false);
    box(checkout)!.click();
    await checkout.element.updateComplete;
    expect(checkout.field('shipping-city')).to.equal(null);
    box(checkout)!.click();
    await checkout.element.updateComplete;
    expect(checkout.field('shipping-city').value).to.equal('London');
  });
});
