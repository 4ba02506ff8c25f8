import type {Appearance, StripeElementsOptions} from '@stripe/stripe-js';
import {
  LitElement,
  adoptStyles,
  type CSSResultOrNative,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type {OrderChange, OrderItem} from '../api/contract.ts';
import {hasRule, loadRules} from './address/rule.ts';
import {CheckoutController} from './controller.ts';
import {DetailsForm, type FormWishes, type PrefillDetails} from './details-form.ts';
import type {Step} from './flow.ts';
import type {CheckedForm, Wish} from './form.ts';
import {likelyCountry, nearestLanguage} from './i18n/locale.ts';
import {effectiveLocale, speak} from './i18n/text.ts';
import {styles} from './one-page-checkout.styles.ts';
import {isInSight} from './in-sight.ts';
import {fetched, loadShipping, type Shipping} from './later.ts';
import {captureReturn, claimReturn} from './return-page.ts';
import {sessionOf} from './preparation.ts';
import type {Quantities} from './quantities.ts';
import {readSettings, type CheckoutHost, type CheckoutSettings} from './settings.ts';
import {isSimulated} from './stripe/preload.ts';
import {sleep, within} from './time.ts';
import {checkoutView} from './views/checkout.ts';
import {wishesOf} from './wishes.ts';

const isWithoutRule = (country: string) => country !== '' && !hasRule(country);

let instances = 0;

/**
 * A whole checkout: what is bought, who buys it, the payment, and how it ended.
 *
 * @fires {CheckoutReadyEvent} opc-ready - The form stands and can be paid.
 * @fires {CheckoutChangeEvent} opc-change - The buyer changed the payment details, or all is there now.
 * @fires {CheckoutBeforeSubmitEvent} opc-before-submit - About to pay; can be cancelled.
 * @fires {CheckoutSubmitEvent} opc-submit - The payment is on its way.
 * @fires {CheckoutProcessingEvent} opc-processing - The bank takes its time.
 * @fires {CheckoutSuccessEvent} opc-success - The order is paid, or the payment reserved: once in a tab.
 * @fires {CheckoutFailureEvent} opc-failure - The payment did not go through.
 * @fires {CheckoutLoadErrorEvent} opc-load-error - The checkout cannot be shown.
 * @fires {CheckoutStatusEvent} opc-status - The status view shows something new.
 *
 * @slot header - Above everything.
 * @slot summary - Instead of the order summary.
 * @slot before-payment - Between the address and the payment.
 * @slot after-payment - Between the payment and the button.
 * @slot submit-label - Instead of the words on the pay button.
 * @slot terms - Under the pay button.
 * @slot footer - Below everything.
 * @slot loading - Instead of the placeholder of the payment form.
 * @slot status-success - Instead of the text of a good end.
 * @slot status-processing - Instead of the text while it is not certain yet.
 * @slot status-failure - Instead of the text of a bad end.
 */
export class OnePageCheckout extends LitElement implements CheckoutHost {
  static override styles = styles;

  /** What of the fields below is an attribute too, and draws the element anew. */
  static override properties: PropertyDeclarations = {
    items: {},
    lineItems: {attribute: false},
    apiUrl: {attribute: 'api-url'},
    currency: {},
    locale: {},
    returnUrl: {attribute: 'return-url'},
    intent: {},
    theme: {reflect: true},
    paymentLayout: {attribute: 'payment-layout'},
    billing: {},
    quantities: {},
    express: {},
    link: {},
    phone: {},
    company: {},
    shipping: {},
    shippingCountries: {attribute: 'shipping-countries'},
    customerEmail: {attribute: 'customer-email'},
    clientReferenceId: {attribute: 'client-reference-id'},
    hideSummary: {type: Boolean, attribute: 'hide-summary'},
    appearance: {attribute: false},
    fonts: {attribute: false},
    billingDetails: {attribute: false},
  };

  /** Where the script came from: the API is there unless `api-url` says otherwise. */
  static scriptOrigin = '';

  /** Where Stripe.js will come from, as far as the script knows: a hint to fetch it early. */
  static stripeJs = '';

  /** What to sell: `tee:2 mug:1`. */
  items = '';
  /** What to sell, as data; goes before `items`. */
  lineItems?: OrderItem[];
  /** Where the checkout API lives. */
  apiUrl?: string;
  /** The currency to sell in, such as `eur`; the shop's own by default. */
  currency?: string;
  /** A BCP 47 tag; the nearest `lang` by default. */
  locale?: string;
  /** Where a bank sends the buyer back to; this page by default. */
  returnUrl?: string;
  /** `deferred` makes the payment only when the buyer pays. */
  intent: 'first' | 'deferred' = 'first';
  /** `auto` goes with what the page looks like behind the element, or else its `color-scheme`. */
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** How Stripe lays out the ways to pay. */
  paymentLayout: 'tabs' | 'accordion' | 'auto' = 'tabs';
  /**
   * How much of a billing address to ask for. `auto` asks for country and postal code, as cards need
   * them, and for all of it where the goods are shipped; what else a way to pay needs, Stripe asks for.
   */
  billing: 'auto' | 'full' | 'minimal' = 'auto';
  /** `adjustable` lets the buyer change quantities, and take lines out. */
  quantities: 'readonly' | 'adjustable' = 'readonly';
  /** `never` leaves out the wallet buttons above the form. */
  express: 'auto' | 'never' = 'auto';
  /** `never` leaves out Link, among the wallets and in Stripe's form. */
  link: 'auto' | 'never' = 'auto';
  /** Whether to ask for a telephone number. */
  phone: Wish = 'none';
  /** Whether to ask for the name of a company. */
  company: 'none' | 'optional' = 'none';
  /** `required` asks where the goods go. */
  shipping: 'none' | 'required' = 'none';
  /** The countries that are shipped to, such as `DE AT CH`; all of them by default. */
  shippingCountries = '';
  /** The buyer's e-mail, where the page knows it. */
  customerEmail?: string;
  /** The shop's own number for this cart. */
  clientReferenceId?: string;
  hideSummary = false;
  /** Stripe's Appearance, laid over what the custom properties say. */
  appearance: Appearance = {};
  /** Web fonts for Stripe's fields: https://docs.stripe.com/js/elements_object/create#fonts */
  fonts: NonNullable<StripeElementsOptions['fonts']> = [];

  /** What the page knows of the buyer already; fills fields that are still empty. */
  billingDetails?: PrefillDetails;

  /** The names of the slots that carry Stripe's frames; every instance needs its own. */
  readonly paymentSlot = `opc-payment-${(instances += 1)}`;
  readonly walletSlot = `opc-wallets-${instances}`;

  readonly #internals = this.attachInternals();
  readonly #form: DetailsForm = new DetailsForm({
    wishes: () => this.#wishes,
    errors: () => this.#checkout.state.fieldErrors,
    onErrors: (errors) => this.#checkout.fieldsChecked(errors),
    onChange: () => this.requestUpdate(),
  });
  readonly #checkout = new CheckoutController(this, this.#form);
  #quantities: Quantities | null = null;

  constructor() {
    super();
    // Reached by keyboard or script before it was seen.
    this.addEventListener('focusin', this.#start);
    this.addEventListener('pointerdown', this.#start);
  }

  override connectedCallback(): void {
    const isReturn = captureReturn();
    super.connectedCallback();
    // What needs no order is on its way before the first view is drawn.
    const isSoonSeen = isInSight(this);
    if (isSoonSeen) this.#checkout.prepare(OnePageCheckout.stripeJs);
    this.#form.begin(likelyCountry(this.#language));
    const mine = claimReturn((it) => it === sessionOf(this.settings).read()?.paymentIntent);
    if (mine) return this.#checkout.start(mine);
    // Any other element of the page may know the payment; only then does a stranger take it.
    queueMicrotask(() => {
      const anyones = claimReturn(() => true);
      if (anyones) this.#checkout.start(anyones);
    });
    // The observer tells a frame later, and only where elements above have their height already; the
    // first of a page has none above, and begins with its first update. Not before it is known whose
    // a return is: that is no time for a new order.
    this.#beginsAtOnce = isSoonSeen && !isReturn && this.paymentSlot.endsWith('-1');
    const begin = () => (isInSight(this) ? this.#start() : this.#look());
    if (isSoonSeen) void this.updateComplete.then(begin);
    else this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopLooking();
  }

  /** Begins as soon as the buyer sees the element; without the file that watches for that, at once. */
  #look(): void {
    fetched(import('./when-in-sight.ts')).then(({whenInSight}) => {
      if (this.isConnected) this.#stopLooking = whenInSight(this, this.#start);
    }, this.#start);
  }

  /** Tells Lit that the element copes with being moved (`moveBefore`) without being taken out. */
  connectedMoveCallback(): void {
    this.#checkout.moved();
  }

  /** Pays, as the button does; a promise that ends when the attempt has. */
  async submit(): Promise<void> {
    await this.#checkout.submit();
  }

  /** Whether everything of our own form is filled in right; shows at the fields what is not. */
  validate(): boolean {
    const {details, errors = {}} = this.checkForm();
    this.#checkout.fieldsChecked(errors);
    this.#wasAsked = true; // What is wrong is shown when it can be told, if it cannot be yet.
    return details !== undefined;
  }

  /** Puts the cursor where the buyer should go on: the first field that is wrong or empty. */
  override focus(options?: FocusOptions): void {
    const {errors = {}} = this.checkForm();
    const [first] = this.#form.checks ? Object.keys(errors) : ['email'];
    if (first) this.#byId(first)?.focus(options);
    else this.#checkout.focusPayment();
  }

  /** Fills in what the page knows of the buyer; what the buyer has typed stays. */
  prefill(details: PrefillDetails): void {
    this.#form.prefill(details);
  }

  /** Tries again whatever failed: loading, or the payment of the same order. */
  async retry(): Promise<void> {
    await this.#checkout.retry();
  }

  /* oxlint-disable typescript/no-misused-promises -- Lit's own calls get Lit's own answer. */
  /**
   * Changes the order: other items, or who buys. The total follows, here and at Stripe. Refused with
   * `order_busy` before the form stands and while the buyer pays, with `order_not_payable` after it.
   */
  override update(change: OrderChange): Promise<void>;
  /** Lit's own step of the same name. */
  override update(changed: PropertyValues<this>): void;
  override update(change: OrderChange | PropertyValues<this>): Promise<void> | void {
    if (change instanceof Map) return super.update(change);
    return this.#checkout.change(change);
  }
  /* oxlint-enable typescript/no-misused-promises */

  /** The page hears of errors in the words that are shown here. */
  override dispatchEvent(event: Event): boolean {
    speak(this.#language);
    return super.dispatchEvent(event);
  }

  /** What the page has said, as of now. */
  get settings(): CheckoutSettings {
    const {email, country} = this.#form.billing.values;
    const likely = {email: email || this.customerEmail || '', country};
    const apiUrl = (this.apiUrl ?? OnePageCheckout.scriptOrigin) || location.origin;
    return readSettings(this, {apiUrl, likely, wishes: this.#wishes});
  }

  get themeScope(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.root');
  }

  addStyles(more: CSSResultOrNative): void {
    this.#styles.push(more);
    if (this.renderRoot) adoptStyles(this.renderRoot as ShadowRoot, this.#styles);
    this.requestUpdate(); // For what they are the styles of.
  }

  checkForm(): CheckedForm {
    return this.#form.check();
  }

  takeChecks(checks: DetailsForm['checks']): void {
    this.#form.checks = checks;
    if (this.#wasAsked) this.validate();
  }

  async #loadShipping(): Promise<void> {
    const {shippingView, shippingStyles} = await loadShipping();
    this.#shippingView = shippingView;
    this.addStyles(shippingStyles);
  }

  /** Some of a first view is in a file of its own, a rare country's rule: better to wait than to jump. */
  protected override async scheduleUpdate(): Promise<void> {
    const {billing, shipping} = this.#form;
    const rare = [billing, shipping].map(({values}) => values.country).filter(isWithoutRule);
    if (rare.join(' ') !== this.#awaited) {
      this.#awaited = rare.join(' ');
      if (rare.length > 0) await within(5000, loadRules()).catch(() => {}); // Without it, street and city.
    }
    if (this.shipping === 'required' && !this.#asksShipping) {
      this.#asksShipping = true;
      const asked = this.#loadShipping().catch(() => (this.#asksShipping = false));
      // Without it, to the billing address; and it is asked for with the next update.
      if (!this.hasUpdated) await within(5000, asked).catch(() => {});
    }
    // What arrives together is drawn once, and after Stripe's form, which takes longest, is on its way.
    if (this.hasUpdated && !this.#checkout.state.paymentReady) await sleep(0);
    await super.scheduleUpdate();
  }

  /** A server may have sent a placeholder as a declarative shadow root: it stays until the first view. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#placeholder = [...(this.shadowRoot?.childNodes ?? [])];
    const root = super.createRenderRoot();
    adoptStyles(root as ShadowRoot, this.#styles);
    return root;
  }

  protected override firstUpdated(): void {
    for (const node of this.#placeholder) node.remove();
    this.#placeholder = [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Before anything is drawn, but with all that the page has set: the order is on its way then.
    if (this.#beginsAtOnce) this.#start();
    this.#beginsAtOnce = false;
    speak(this.#language, () => this.requestUpdate());
    if (this.quantities !== 'adjustable') this.#quantities = null;
    // Without its file, they stay as they are.
    else if (!this.#quantities) void this.#loadQuantities().catch(() => {});
    if (changed.has('billingDetails')) this.prefill(this.billingDetails ?? {});
    if (changed.has('customerEmail')) this.prefill({email: this.customerEmail ?? ''});
    this.#focused = this.shadowRoot?.activeElement;
    const {step, outcome} = this.#checkout.state;
    this.#internals.states.clear();
    this.#internals.states.add(step);
    if (outcome) this.#internals.states.add(outcome.replace('_', '-'));
  }

  async #loadQuantities(): Promise<void> {
    const {Quantities, quantitiesStyles} = await fetched(import('./quantities.ts'));
    if (!this.#quantities) this.addStyles(quantitiesStyles);
    this.#quantities ??= new Quantities({
      checkout: this.#checkout,
      onChange: () => this.requestUpdate(),
      onRemoved: () => this.#byId('summary-heading')?.focus(),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#followStep();
    const language = this.#shownLanguage;
    this.#shownLanguage = this.#language;
    this.#saysOther ||= language !== '' && (changed.size > 0 || language !== this.#language);
    // Where its file does not come, it is asked for again with the next update.
    if (this.#saysOther && !this.#followPage) this.#loadFollower().catch(() => {});
    this.#followPage?.();
  }

  /** The page says something else than at first. */
  async #loadFollower(): Promise<void> {
    const {pageFollower} = await fetched(import('./follow-page.ts'));
    this.#followPage ??= pageFollower(this, this.#checkout, this.#form);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return checkoutView({
      state: this.#checkout.state,
      isSandbox: this.#checkout.state.config?.sandbox ?? isSimulated(OnePageCheckout.stripeJs),
      outcomeView: this.#checkout.outcomeView,
      help: this.#checkout.help(),
      locale: this.#language,
      form: this.#form,
      wishes: this.#wishes,
      shippingView: this.#shippingView,
      slotName: this.paymentSlot,
      walletSlot: this.express === 'never' ? null : this.walletSlot,
      quantities: this.#quantities,
      hideSummary: this.hideSummary,
      apiUrl: this.settings.apiUrl,
      expectedLines: this.settings.items.length,
      onJump: (field) => this.#byId(field)?.focus(),
      onSubmit: () => void this.submit(),
      onRetry: () => void this.retry(),
      onContinue: () => void this.#checkout.continuePayment(),
      onCheckAgain: () => void this.#checkout.checkAgain(),
      onStartOver: () => void this.#checkout.startOver(),
    });
  }

  #followStep(): void {
    const {step} = this.#checkout.state;
    const last = this.#lastStep;
    this.#lastStep = step;
    // Who has just paid is told how it went; who has just opened the page is left where they are.
    const isEnd = step === 'status' && step !== last && (last === 'submitting' || this.#focused);
    // The button that was pressed may be gone, and without a focus the keyboard is nowhere.
    const isLost = this.#focused?.isConnected === false;
    const place = isEnd ? 'outcome' : isLost && (last === 'status' ? 'summary' : 'payment');
    if (place) (this.#byId(`${place}-heading`) ?? this.#byId('payment-heading'))?.focus();
  }

  get #language(): string {
    return effectiveLocale(this.locale || nearestLanguage(this));
  }

  get #wishes(): FormWishes {
    return wishesOf(this, this.#language);
  }

  readonly #styles: CSSResultOrNative[] = [...styles];
  #placeholder: ChildNode[] = [];
  #awaited = '';
  #stopLooking = () => {};
  #asksShipping = false;
  #beginsAtOnce = false;
  /** Of the last view; none before the first. */
  #shownLanguage = '';
  #saysOther = false;
  #followPage: (() => void) | null = null;
  #wasAsked = false;
  #shippingView: Shipping['shippingView'] | null = null;
  #lastStep: Step = 'waiting';
  /** Before the view changes. */
  #focused: Element | null | undefined = null;
  readonly #start = () => this.#checkout.start();
  readonly #byId = (id: string) => this.renderRoot.querySelector<HTMLElement>(`#${id}`);
}
