import type {
  BillingDetails,
  ElementsSession,
  FontSource,
  FrameState,
  StripeErrorBody,
  Validation,
} from '../wire/messages.ts';
import type {Api} from './api.ts';
import {askCaptcha} from './captcha.ts';
import {ElementController} from './element.ts';
import {createFacade} from './element-facade.ts';
import type {PublicElement} from './element-facade.ts';
import {elementKinds} from './element-kinds.ts';
import {checkDeferred, checkElementsOptions, checkElementsUpdate} from './elements-options.ts';
import type {ElementsOptions} from './elements-options.ts';
import {expressHandlers} from './express-checkout.ts';
import {Emitter} from './emitter.ts';
import {IntegrationError} from './integration-error.ts';
import {approveWallet, hasGesture, linkHandlers} from './payment-wallets.ts';
import type {SheetDeps} from './payment-wallets.ts';
import {fetchSession, refusalOf} from './session.ts';

export interface ElementsDeps {
  api: Api;
  origin: string;
  key: string;
  locale: string;
}

/** A group of elements that pay one PaymentIntent, as `stripe.elements()` returns it. */
export class ElementsGroup {
  readonly #deps: ElementsDeps;
  readonly #emitter = new Emitter();
  readonly #elements = new Map<string, {controller: ElementController; facade: PublicElement}>();
  #options: ElementsOptions;
  #session: ElementsSession | undefined;
  #loading: Promise<StripeErrorBody | undefined> | undefined;
  #lastTurn = 0;
  #isSubmitted = false;

  constructor(deps: ElementsDeps, options: unknown) {
    this.#deps = deps;
    this.#options = checkElementsOptions(options);
  }

  get options(): ElementsOptions {
    return this.#options;
  }

  get isDeferred(): boolean {
    return this.#options.clientSecret === undefined;
  }

  /** Deferred flow: whether `submit()` passed since the buyer last changed something. */
  get isSubmitted(): boolean {
    return this.#isSubmitted;
  }

  create(type: unknown, options: unknown = {}): PublicElement {
    const kind = typeof type === 'string' ? elementKinds[type] : undefined;
    if (typeof type !== 'string' || !kind) {
      throw new IntegrationError(
        'A valid Element name must be provided. Valid Elements are: ' +
          `${Object.keys(elementKinds).join(', ')}; you passed: ${String(type)}.`,
      );
    }
    if (kind.needsSession && !this.#options.clientSecret && !this.#options.mode) {
      throw new IntegrationError(
        `In order to create a ${type} element, you must pass a clientSecret or mode when creating ` +
          'the Elements group.\n\ne.g. stripe.elements({clientSecret: "{{CLIENT_SECRET}}"})',
      );
    }
    kind.options(options, '', 'create()');
    const name = elementName(type, options);
    if (this.#elements.has(name)) {
      throw new IntegrationError(`Can only create one Element of type ${type}.`);
    }
    const controller: ElementController = new ElementController(
      type,
      kind,
      {
        origin: this.#deps.origin,
        frameState: (given) => this.#frameState(type, given),
        sessionReady: () => this.sessionReady(),
        destroyed: () => void this.#elements.delete(name),
      },
      {...(options as object)},
      {
        onEdit: () => (this.#isSubmitted = false),
        ...(type === 'expressCheckout' && {
          handlers: expressHandlers(this.#sheets, () => controller),
        }),
        ...(type === 'payment' && {
          handlers: {
            ...linkHandlers(this.#sheets, () => controller),
            keptChanged: () => this.#reload(),
          },
        }),
      },
    );
    const facade = createFacade(controller);
    this.#elements.set(name, {controller, facade});
    if (kind.needsSession) void this.sessionReady();
    return facade;
  }

  getElement(type: unknown, options?: unknown): PublicElement | null {
    return this.#elements.get(elementName(String(type), options))?.facade ?? null;
  }

  async update(options: unknown): Promise<void> {
    checkElementsUpdate(options, this.isDeferred);
    const merged = {...this.#options, ...(options as object)};
    if (merged.mode !== undefined) checkDeferred('elements.update()', merged);
    this.#options = merged;
    if (this.isDeferred && this.#loading) {
      this.#loading = undefined;
      await this.sessionReady();
    }
    await this.#refresh();
    this.#emitter.emit('update-end');
  }

  async fetchUpdates(): Promise<{error?: {message: string; status?: string}}> {
    if (this.isDeferred) {
      throw new IntegrationError(
        'elements.fetchUpdates() can only be called when Elements was created with a clientSecret.',
      );
    }
    const error = await this.#reload();
    if (error) return {error: {message: error.message ?? '', status: error.code ?? error.type}};
    return {};
  }

  async submit(): Promise<{error: StripeErrorBody} | {selectedPaymentMethod?: string}> {
    const mayOpenSheet = hasGesture();
    const loadError = this.#loading && (await this.#loading);
    if (loadError) return {error: loadError};
    let wallet: (() => Promise<StripeErrorBody | undefined>) | undefined;
    let selected: string | undefined;
    let failure: StripeErrorBody | undefined;
    for (const controller of this.#toValidate()) {
      const outcome = await controller.frame().call<Validation>('validate', {focus: !failure});
      if (!outcome.ok) failure ??= outcome.error;
      else selected ??= outcome.type;
      if (outcome.ok && outcome.isWallet) {
        wallet = () => this.approveWallet(controller, outcome, mayOpenSheet);
      }
    }
    failure ??= await wallet?.();
    if (failure) return {error: failure};
    this.#isSubmitted = true;
    return selected === undefined ? {} : {selectedPaymentMethod: selected};
  }

  on(type: string, listener: (event: never) => unknown): this {
    this.#emitter.on(type, listener);
    return this;
  }

  mounted(...types: string[]): ElementController[] {
    return [...this.#elements.values()]
      .map(({controller}) => controller)
      .filter((controller) => types.includes(controller.type) && controller.isMounted);
  }

  /** What the e-mail and address elements of the group contribute at confirmation. */
  async collectAddresses(): Promise<{billing: BillingDetails; shipping?: object}> {
    const billing: BillingDetails = {};
    let shipping: object | undefined;
    for (const element of this.mounted('linkAuthentication', 'address')) {
      const details = await element.frame().call<BillingDetails>('billingDetails');
      if (element.options['mode'] === 'shipping') shipping = details;
      else Object.assign(billing, details);
    }
    return {billing, ...(shipping && {shipping})};
  }

  /** Whether a person is paying; what becomes the error when nobody says so. */
  askCaptcha(): Promise<StripeErrorBody | undefined> {
    return askCaptcha(this.#deps.origin, this.#locale());
  }

  /** The sheet of a wallet that was chosen in the form; see `approveWallet`. */
  approveWallet(
    element: ElementController,
    outcome: Validation & {ok: true},
    mayOpen: boolean,
  ): Promise<StripeErrorBody | undefined> {
    return approveWallet(this.#sheets, element, outcome, mayOpen);
  }

  sessionReady(): Promise<StripeErrorBody | undefined> {
    return (this.#loading ??= this.#load());
  }

  /** While a wallet's payment is being confirmed, the forms beside it do not count. */
  #toValidate(): ElementController[] {
    const mounted = this.mounted(...Object.keys(elementKinds));
    const confirming = mounted.filter((element) => element.isConfirming);
    return confirming.length > 0 ? confirming : mounted;
  }

  get #sheets(): SheetDeps {
    return {origin: this.#deps.origin, total: () => this.#total()};
  }

  /** Asks again what the session says, and shows it. */
  async #reload(): Promise<StripeErrorBody | undefined> {
    this.#loading = undefined;
    const error = await this.sessionReady();
    if (!error) await this.#refresh();
    return error;
  }

  #total() {
    const intent = this.#session?.payment_intent;
    return {
      amount: this.#options.amount ?? intent?.amount ?? 0,
      currency: this.#options.currency ?? intent?.currency ?? 'usd',
      business: this.#session?.business_name ?? '',
    };
  }

  async #load(): Promise<StripeErrorBody | undefined> {
    const turn = ++this.#lastTurn;
    const answer = await fetchSession(this.#deps.api, this.#options, this.#locale());
    // Overtaken: what was asked last is what counts.
    if (turn !== this.#lastTurn) return this.#loading;
    if (answer.error) return answer.error;
    const session = answer.value as ElementsSession;
    const refusal = this.#session ? undefined : refusalOf(session.payment_intent);
    if (!refusal) this.#session = session;
    return refusal;
  }

  async #refresh(): Promise<void> {
    // What is being asked anew has changed: the session of before must not be shown once more.
    await this.#loading;
    const refreshed = [...this.#elements.values()].map(({controller}) => controller.refresh());
    await Promise.all(refreshed);
  }

  #frameState(kind: string, options: Record<string, unknown>): FrameState {
    const {appearance, fonts, mode, amount, currency, loader} = this.#options;
    const customerSession = this.#options.customerSessionClientSecret as string | undefined;
    return structuredClone({
      key: this.#deps.key,
      kind,
      locale: this.#locale(),
      appearance: appearance ?? {},
      fonts: absoluteFonts((fonts ?? []) as FontSource[]),
      options,
      elementsOptions: {
        ...(mode !== undefined && {mode}),
        ...(amount !== undefined && {amount}),
        ...(currency !== undefined && {currency}),
        ...(loader !== undefined && {loader}),
        ...(customerSession !== undefined && {customerSession}),
      },
      ...(this.#session && {session: this.#session}),
    });
  }

  #locale(): string {
    const locale = this.#options.locale ?? this.#deps.locale;
    return locale === 'auto' ? navigator.language : locale;
  }
}

/** A page may have two address elements, one of each mode, and one of everything else. */
const elementName = (type: string, options: unknown) =>
  type === 'address'
    ? `address:${(options as {mode?: string} | undefined)?.mode ?? 'shipping'}`
    : type;

/** A relative stylesheet address means one beside the page, not one beside the frame. */
const absoluteFonts = (fonts: FontSource[]): FontSource[] =>
  fonts.map((font) =>
    font.cssSrc ? {...font, cssSrc: new URL(font.cssSrc, document.baseURI).href} : font,
  );
