/**
 * The element as a server can send it: its first view as a declarative shadow root, which a browser
 * shows before any script has come, and which the element then takes over without a jump. The form
 * is inert until then: what would be typed into it would be lost. Without JavaScript the page's own
 * words stand there instead.
 *
 * Runs in Node: `widget/build.ts` bundles it for the API.
 */
import {render} from '@lit-labs/ssr';
import {collectResultSync} from '@lit-labs/ssr/lib/render-result.js';
import {html, LitElement} from 'lit';
import {loadRules} from './address/rule.ts';
import {parseItems} from './cart.ts';
import {DetailsForm} from './details-form.ts';
import {initialState} from './flow.ts';
import {addEnglish, bringLanguage, effectiveLocale, speak} from './i18n/text.ts';
import {shippingTexts, shippingStyles, shippingView} from './shipping.ts';
import {styles} from './one-page-checkout.styles.ts';
import {checkoutView, type CheckoutModel} from './views/checkout.ts';
import {wishesOf} from './wishes.ts';

/** What of the element's attributes may come; those that name the buyer stay out of addresses. */
const known = new Set([
  'api-url',
  'billing',
  'client-reference-id',
  'company',
  'currency',
  'express',
  'hide-summary',
  'intent',
  'items',
  'link',
  'locale',
  'payment-layout',
  'phone',
  'quantities',
  'return-url',
  'shipping',
  'shipping-countries',
  'theme',
]);

let model: CheckoutModel | undefined;

class Placeholder extends LitElement {
  static override styles = [...styles, shippingStyles];

  override render() {
    return html`<noscript
        ><style>
          .placeholder {
            display: none;
          }</style
        ><slot></slot
      ></noscript>
      <div class="placeholder" inert>${model && checkoutView(model)}</div>`;
  }
}

customElements.define('opc-placeholder', Placeholder);
addEnglish('shipping', shippingTexts);

/** One after the other: what is rendered, and in which language, is the same for all at a time. */
let last: Promise<unknown> = Promise.resolve();

/** The element's tag with these attributes, and its first view in it. */
export function placeholder(
  attributes: Readonly<Record<string, string>>,
  isSandbox: boolean,
): Promise<string> {
  const made = last.then(() => make(attributes, isSandbox));
  last = made.catch(() => {});
  return made;
}

async function make(attributes: Readonly<Record<string, string>>, isSandbox: boolean) {
  const locale = effectiveLocale(attributes['locale'] ?? 'en');
  await Promise.all([bringLanguage(locale), loadRules()]);
  speak(locale);
  model = modelOf(attributes, locale, isSandbox);
  const view = collectResultSync(render(html`<opc-placeholder></opc-placeholder>`))
    // Where Lit would go on; the element begins anew.
    .replace(/<!--[^]*?-->|<\?>/g, '')
    .replace(/\s+/g, ' ');
  const [, root = ''] = /^<opc-placeholder[^>]*>(.*)<\/opc-placeholder>$/.exec(view.trim()) ?? [];
  const written = Object.entries(attributes)
    .filter(([name]) => known.has(name))
    .map(([name, value]) => ` ${name}="${escape(value)}"`);
  return `<one-page-checkout${written.join('')}>${root}</one-page-checkout>\n`;
}

function modelOf(
  attributes: Readonly<Record<string, string>>,
  locale: string,
  isSandbox: boolean,
): CheckoutModel {
  const {billing = '', phone = '', company = '', shipping = ''} = attributes;
  const shippingCountries = attributes['shipping-countries'] ?? '';
  const wishes = wishesOf({billing, phone, company, shipping, shippingCountries}, locale);
  const nothing = () => {};
  const form = new DetailsForm({
    wishes: () => wishes,
    errors: () => ({}),
    onErrors: nothing,
    onChange: nothing,
  });
  form.begin(new Intl.Locale(locale).maximize().region ?? 'US');
  return {
    state: initialState,
    isSandbox,
    outcomeView: null,
    help: null,
    shippingView,
    locale,
    form,
    wishes,
    slotName: 'opc-payment',
    walletSlot: attributes['express'] === 'never' ? null : 'opc-wallets',
    quantities: null,
    hideSummary: 'hide-summary' in attributes,
    apiUrl: '',
    expectedLines: parseItems(attributes['items'] ?? '')?.length ?? 0,
    onJump: nothing,
    onSubmit: nothing,
    onRetry: nothing,
    onContinue: nothing,
    onCheckAgain: nothing,
    onStartOver: nothing,
  };
}

const entities: Record<string, string> = {'&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;'};
const escape = (text: string) => text.replace(/[&"<>]/g, (letter) => entities[letter] ?? '');
