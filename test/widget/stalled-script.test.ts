import {expect} from '@open-wc/testing';
import type {StripeConstructor} from '@stripe/stripe-js';
import {loadStripe, stripeJs} from '../../widget/stripe/load.ts';

const real = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')!;

/** As consent tools do it: from now on, a script does not run, whoever makes its tag. */
function neutralise(): void {
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {
    ...real,
    set(this: HTMLScriptElement, address: string) {
      this.type = 'text/plain';
      real.set!.call(this, address);
    },
  });
}

/** Whatever is asked for, this comes. */
function answerScripts(source: string): string[] {
  const asked: string[] = [];
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {
    ...real,
    set(this: HTMLScriptElement, address: {toString(): string}) {
      asked.push(address.toString()); // It may be a TrustedScriptURL.
      real.set!.call(this, `data:text/javascript,${encodeURIComponent(source)}`);
    },
  });
  return asked;
}

const tags = () => document.querySelectorAll<HTMLScriptElement>(`script[src^="${stripeJs}"]`);

/** On a page of its own: Stripe's loader remembers what it once had. */
describe('a Stripe.js that did not come in time', () => {
  const options = {publishableKey: 'pk_test_stalled', locale: 'en'} as const;

  before(async () => {
    neutralise();
    const failure = await loadStripe({...options, timeout: 200}).catch((error: Error) => error);
    Object.defineProperty(HTMLScriptElement.prototype, 'src', real);
    expect(failure).to.be.instanceOf(Error);
    expect(tags().length).to.equal(1);
  });

  afterEach(() => {
    Object.defineProperty(HTMLScriptElement.prototype, 'src', real);
    delete window.Stripe;
  });

  it('is used when the page has it by then, with the buyer’s consent', async () => {
    const stripe = {};
    const consented = Object.assign(() => stripe, {version: 'endive'});
    window.Stripe = consented as unknown as StripeConstructor;
    expect(await loadStripe({...options, timeout: 5000})).to.equal(stripe);
  });

  it('is asked for anew, by another tag and under another address', async () => {
    // The tag is one that has nothing against it any more, but whose answer never comes.
    for (const tag of tags()) tag.type = '';
    const asked = answerScripts(`window.Stripe = Object.assign(() => ({}), {version: 'endive'})`);
    await loadStripe({...options, publishableKey: 'pk_test_again', timeout: 10_000});
    expect(asked.at(-1)).to.equal(`${stripeJs}?retry=1`);
    expect(tags().length).to.equal(0);
  });
});
