import type {FrameLocator, Locator, Page} from 'playwright-core';
import type {Intent} from './both-intents.ts';

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  threeDSecure: '4000002760003184',
};

/** Somebody who buys: does what a person does, by the labels a person reads. */
export class Shopper {
  readonly page: Page;
  /** How the pages of the shop that are visited make the payment. */
  readonly intent: Intent;
  /** Words of errors that nobody caught, in the page or its frames. */
  readonly uncaught: string[] = [];

  constructor(page: Page, intent: Intent = 'first') {
    this.page = page;
    this.intent = intent;
    page.on('pageerror', (error) => this.uncaught.push(error.message));
  }

  get checkout(): Locator {
    return this.page.locator('one-page-checkout');
  }

  get payButton(): Locator {
    return this.checkout.getByRole('button', {name: /^Pay/});
  }

  /** The frame in which Stripe's fields are. */
  get fields(): FrameLocator {
    return this.page.frameLocator('iframe[title="Secure payment input frame"]').first();
  }

  /** The frame of the bank's 3D Secure challenge, in its modal. */
  get challenge(): FrameLocator {
    return this.page.frameLocator('body > div[tabindex="-1"] iframe');
  }

  /** The heading of the status view. */
  status(words: string | RegExp): Locator {
    return this.checkout.getByRole('heading', {name: words});
  }

  async goto(address: string): Promise<void> {
    const url = new URL(address);
    url.searchParams.set('intent', this.intent);
    await this.page.goto(url.href);
  }

  /** Goes there, and waits for Stripe's fields. */
  async visit(address: string): Promise<void> {
    await this.goto(address);
    await this.fields.getByLabel('Card number').waitFor();
  }

  /** Keeps a file back until the answered function is called. */
  async holdBack(address: string): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await this.page.route(address, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  async fillDetails(): Promise<void> {
    const {checkout} = this;
    await checkout.getByLabel('E-mail').fill('ada@example.com');
    await checkout.getByLabel('Full name').fill('Ada Lovelace');
    await checkout.getByLabel('Country or region').selectOption('US');
    const street = checkout.getByLabel('Street and house number');
    // The page may ask for less than a buyer could tell.
    if (await street.isVisible()) {
      await street.fill('12 Analytical Way');
      await checkout.getByLabel('City').fill('San Francisco');
      await checkout.locator('select#state').selectOption({label: 'California'});
    }
    await checkout.getByLabel('ZIP code').fill('94107');
  }

  async fillCard(number: string): Promise<void> {
    await this.fields.getByLabel('Card number').fill(number);
    await this.fields.getByLabel(/^Expiration/).fill('12 / 34');
    await this.fields.getByLabel('Security code').fill('123');
  }

  /** Fills all there is to fill and pays. */
  async pay(card: string = cards.good): Promise<void> {
    await this.fillDetails();
    await this.fillCard(card);
    await this.payButton.click();
  }

  async chooseMethod(name: string): Promise<void> {
    const tab = this.fields.getByRole('tab', {name});
    const more = this.fields.getByLabel('More payment methods');
    await tab.or(more).first().waitFor();
    if (await tab.isVisible()) await tab.click();
    else await more.selectOption({label: name});
  }

  /** Pays with iDEAL as far as the bank, to which Stripe leads. */
  async goToBank(): Promise<void> {
    await this.chooseMethod('iDEAL');
    await this.payButton.click();
    await this.#atBank('Authorize').waitFor();
  }

  /** Answers at the bank, which leads back to the shop. */
  async answerAtBank(answer: 'Authorize' | 'Fail'): Promise<void> {
    await this.#atBank(answer).click();
  }

  async payAtBank(answer: 'Authorize' | 'Fail'): Promise<void> {
    await this.goToBank();
    await this.answerAtBank(answer);
  }

  #atBank(answer: 'Authorize' | 'Fail'): Locator {
    return this.page.getByRole('button', {name: `${answer} test payment`});
  }

  /** Answers the bank's 3D Secure challenge. */
  async answerChallenge(answer: 'Complete' | 'Fail'): Promise<void> {
    await this.challenge.getByRole('button', {name: answer}).click();
  }
}
