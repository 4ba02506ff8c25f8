import {expect, nextFrame} from '@open-wc/testing';
import {cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';

const rootOf = (checkout: CheckoutHarness) => checkout.root.querySelector<HTMLElement>('.root')!;

describe('languages', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    document.documentElement.lang = 'en';
  });

  it('changes while the buyer types, and nothing typed is lost', async () => {
    const checkout = await openCheckout({locale: 'en'});
    await checkout.untilReady();
    await checkout.type('email', 'ada@example.com');
    await checkout.type('country', 'RU');
    await checkout.until(() => checkout.root.querySelector('select#state'), 'there are areas');
    expect(checkout.field('state').textContent).to.contain('Moskva');
    const moscow = [...checkout.field('state').querySelectorAll('option')].find(
      ({textContent}) => textContent === 'Moskva',
    )!.value;
    await checkout.type('state', moscow);
    await checkout.type('city', 'Zelenograd');
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('name'), 'the mistakes should be told');
    expect(checkout.errorOf('name')).to.equal('Enter your full name.');

    checkout.element.locale = 'ru';
    await checkout.until(() => checkout.text.includes('Ваш заказ'), 'it should be Russian');
    await checkout.until(
      () => checkout.field('state').textContent?.includes('Москва'),
      'the areas should be Russian',
    );
    expect(checkout.field('email').value).to.equal('ada@example.com');
    expect(checkout.field('country').value).to.equal('RU');
    expect(checkout.field('country').textContent).to.contain('Германия');
    expect(checkout.field('state').value).to.equal(moscow);
    expect(checkout.field('city').value).to.equal('Zelenograd');
    expect(checkout.errorOf('name')).to.equal('Укажите имя и фамилию.');
    expect(checkout.payButton.textContent?.trim()).to.match(/^Оплатить 88,00\s\$$/);
    expect(rootOf(checkout).lang).to.equal('ru');
  });

  it('takes Stripe’s fields along, with the card that is in them', async () => {
    const checkout = await openCheckout({locale: 'en'});
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    expect((await checkout.paymentFrame()).text).to.contain('Card number');
    checkout.element.locale = 'de-AT';
    await checkout.until(() => checkout.text.includes('Bestellübersicht'), 'it should be German');
    let frame = await checkout.paymentFrame();
    while (!frame.text.includes('Kartennummer')) frame = await checkout.paymentFrame();
    expect(frame.number.replace(/\D/g, '')).to.equal(cards.good);
  });

  it('says an error again in the language that is shown now', async () => {
    const checkout = await openCheckout({items: 'nothing-we-sell', locale: 'en'});
    await checkout.until(() => checkout.text.includes('no longer sold'), 'it should be told');
    checkout.element.locale = 'fr';
    await checkout.until(() => checkout.text.includes('n’est plus en vente'), 'and in French');
  });

  it('follows the language of the page, its regions and its variants', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    document.documentElement.lang = 'zh-TW';
    await checkout.until(() => checkout.text.includes('訂單摘要'), 'it should be Traditional');
    document.documentElement.lang = 'pt-PT';
    await checkout.until(
      () => checkout.text.includes('Resumo do pedido'),
      'it should be Portuguese',
    );
    document.documentElement.lang = 'de-CH';
    await checkout.until(() => checkout.text.includes('Bestellübersicht'), 'it should be German');
    // The money is written as the region does, not as Germany does.
    expect(checkout.payButton.textContent?.trim()).to.match(/^\$\s?88\.00 bezahlen$/);
  });

  it('is another one in each of two elements, from left to right and from right to left', async () => {
    const german = await openCheckout({locale: 'de'});
    await german.untilReady();
    const arabic = await openCheckout({locale: 'ar'});
    arabic.element.scrollIntoView();
    await arabic.untilReady();
    await arabic.until(() => arabic.text.includes('ملخص الطلب'), 'one should be Arabic');
    await german.until(() => german.text.includes('Bestellübersicht'), 'one should be German');
    let updates = 0;
    for (const {element} of [german, arabic]) element.addController({hostUpdate: () => updates++});
    for (let frame = 0; frame < 20; frame += 1) await nextFrame();
    expect(updates, 'neither keeps the other busy').to.be.below(5);
    await german.pay();
    await german.until(() => german.errorOf('name'), 'its mistakes should be told');
    expect(german.errorOf('name')).to.equal('Geben Sie Ihren vollständigen Namen ein.');
    expect(arabic.text).to.contain('ملخص الطلب');
    expect(rootOf(german).dir).to.equal('ltr');
    expect(rootOf(arabic).dir).to.equal('rtl');
  });

  it('is the same in what the page is told of an error', async () => {
    const english = await openCheckout({locale: 'en'});
    await english.untilReady();
    const told: string[] = [];
    const german = await openCheckout({items: 'nothing-we-sell', locale: 'de'}, (element) =>
      element.addEventListener('opc-load-error', ({error}) => told.push(error.message)),
    );
    german.element.scrollIntoView();
    await german.until(() => german.text.includes('nicht mehr verkauft'), 'it should be told');
    english.element.requestUpdate();
    await english.element.updateComplete;
    await german.element.retry();
    expect(told[1]).to.contain('nicht mehr verkauft');
  });

  for (const [locale, words] of [
    ['ar', 'ملخص الطلب'],
    ['he', 'סיכום ההזמנה'],
    ['fa', 'خلاصه سفارش'],
  ] as const) {
    it(`writes ${locale} from right to left, and fits a narrow page`, async () => {
      const checkout = await openCheckout({locale});
      await checkout.untilReady();
      await checkout.until(() => checkout.text.includes(words), 'it should be read');
      expect(rootOf(checkout).dir).to.equal('rtl');
      const heading = checkout.root.querySelector('#summary-heading')!;
      const range = document.createRange();
      range.selectNodeContents(heading);
      const {right} = range.getBoundingClientRect();
      expect(right).to.be.closeTo(heading.getBoundingClientRect().right, 1);
      expect(getComputedStyle(checkout.field('email')).direction).to.equal('ltr');
      checkout.element.style.inlineSize = '320px';
      await nextFrame();
      expect(checkout.element.scrollWidth).to.be.at.most(320);
      await expect(checkout.element).to.be.accessible();
    });
  }
});
