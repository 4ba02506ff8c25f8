/**
 * What few buyers ever need, in a file of its own: the hosted page where Stripe's form will not load,
 * and the challenge that a shop asks for after several failures.
 */
import type {ReactiveController} from 'lit';
import {Challenge, type ChallengePurpose} from './challenge.ts';
import {CheckoutFailureEvent} from './events/of-failure.ts';
import type {CheckoutError} from './errors.ts';
import {failure} from './failures.ts';
import {HostedOffer} from './hosted-offer.ts';
import type {PaymentSurroundings} from './payments.ts';
import type {CheckoutHost} from './settings.ts';
import {loadOpening} from './later.ts';
import {challengeView, hostedView} from './views/help.ts';

export class Help implements ReactiveController {
  readonly #host: CheckoutHost;
  readonly #around: PaymentSurroundings;
  readonly #submit: () => void;
  readonly #hosted: HostedOffer;
  #challenge: Challenge | null = null;

  constructor(host: CheckoutHost, around: PaymentSurroundings, submit: () => void) {
    this.#host = host;
    this.#around = around;
    this.#submit = submit;
    host.addController(this);
    this.#hosted = new HostedOffer(host, around, {
      take: () => this.takeToken(),
      ask: () => this.challenge('page'),
    });
  }

  /** A challenge is for the form, or the error, that it stands in. */
  hostUpdate(): void {
    const {step} = this.#around.state();
    const purpose = this.#challenge?.purpose;
    if (purpose && step !== (purpose === 'page' ? 'load-error' : 'form')) this.close();
  }

  hostDisconnected(): void {
    // A move takes the element out and puts it back at once.
    queueMicrotask(() => this.#host.isConnected || this.close());
  }

  /** Stripe's form could not be shown. */
  formFailed(): void {
    this.#hosted.formFailed();
  }

  /** The API wants a challenge solved first; then the payment goes on by itself. */
  async challenge(purpose: ChallengePurpose): Promise<void> {
    this.close();
    const siteKey = this.#around.state().config?.captcha?.siteKey;
    const opening = await loadOpening().catch(() => null);
    if (!siteKey || !opening) return this.#failed(purpose, failure('captcha_required'));
    const challenge = new Challenge({
      host: this.#host,
      siteKey,
      purpose,
      opening,
      onSolved: () => this.#goOn(purpose),
      onFailed: (error) => this.#failed(purpose, error),
    });
    this.#challenge = challenge;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    await challenge.open();
  }

  /** The proof of a solved challenge, if there is one. */
  takeToken(): string | undefined {
    return this.#challenge?.take();
  }

  close(): void {
    this.#challenge?.close();
    this.#challenge = null;
  }

  view() {
    return [
      this.#hosted.isOpen ? hostedView(this.#hosted) : null,
      this.#challenge ? challengeView(this.#challenge) : null,
    ];
  }

  #goOn(purpose: ChallengePurpose): void {
    if (purpose === 'form') this.#submit();
    if (purpose === 'page') void this.#hosted.go();
    // A wallet opens its sheet only for a click of the buyer's own: the words ask for it.
    if (purpose === 'wallet') this.#host.requestUpdate();
  }

  #failed(purpose: ChallengePurpose, error: CheckoutError): void {
    this.close();
    if (purpose === 'page') return this.#hosted.challengeFailed(error);
    this.#around.dispatch({type: 'submit-failed', error});
    this.#host.dispatchEvent(new CheckoutFailureEvent(this.#around.state().order, error));
  }
}
