import {failure, logFailure} from './failures.ts';
import type {CheckoutError} from './errors.ts';
import {languageOf} from './i18n/languages.ts';
import type {Opening} from './later.ts';
import type {CheckoutHost} from './settings.ts';
import {loadTurnstile, type Turnstile} from './turnstile.ts';

/** What the buyer was about to do, and does once the challenge is solved. */
export type ChallengePurpose = 'form' | 'wallet' | 'page';

interface ChallengeWishes {
  host: CheckoutHost;
  siteKey: string;
  purpose: ChallengePurpose;
  /** Cloudflare's frame lies in the light DOM, as Stripe's do; the slots are found in the same way. */
  opening: Pick<Opening, 'SlotChain' | 'scriptUrl'>;
  onSolved: () => void;
  onFailed: (error: CheckoutError) => void;
}

/** A challenge between the buyer and the payment, from its script to its token. */
export class Challenge {
  readonly purpose: ChallengePurpose;
  readonly slotName: string;
  readonly #wishes: ChallengeWishes;
  readonly #chain: InstanceType<Opening['SlotChain']>;
  #turnstile: Turnstile | null = null;
  #id: string | null | undefined = null;
  #token: string | null = null;
  #isClosed = false;

  constructor(wishes: ChallengeWishes) {
    const {host, opening, purpose} = wishes;
    this.purpose = purpose;
    this.slotName = `${host.paymentSlot}-challenge`;
    this.#wishes = wishes;
    // A frame that was taken out has forgotten its challenge: then there is another one.
    this.#chain = new opening.SlotChain(host, this.slotName, () => void this.open());
  }

  get isSolved(): boolean {
    return this.#token !== null;
  }

  /** Shows the challenge, or tells that it could not be. */
  async open(): Promise<void> {
    this.#drop();
    try {
      this.#turnstile = await loadTurnstile(this.#wishes.opening.scriptUrl);
      if (this.#isClosed) return;
      this.#chain.plant();
      const {node} = this.#chain;
      const size = node.getBoundingClientRect().width < 300 ? 'compact' : 'flexible';
      // Its height is known beforehand: what is below must not move while somebody reads.
      node.style.minHeight = size === 'compact' ? '140px' : '65px';
      this.#id = this.#turnstile.render(node, {...this.#options(), size});
      if (!this.#id) throw new Error('Turnstile drew nothing.');
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** The proof, once: Cloudflare takes none twice. */
  take(): string | undefined {
    const token = this.#token ?? undefined;
    this.#token = null;
    return token;
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #drop(): void {
    if (this.#id) this.#turnstile?.remove(this.#id);
    this.#id = null;
    this.#token = null;
    this.#chain.remove();
  }

  #options() {
    const {host, siteKey, onSolved} = this.#wishes;
    const forget = () => {
      this.#token = null;
      host.requestUpdate();
    };
    return {
      sitekey: siteKey,
      theme: schemeOf(host.themeScope),
      language: turnstileLanguage(host.settings.locale),
      'response-field': false,
      'refresh-expired': 'auto' as const,
      'refresh-timeout': 'auto' as const,
      callback: (token: string) => {
        if (this.#isClosed) return;
        this.#token = token;
        onSolved();
      },
      'expired-callback': forget,
      'timeout-callback': forget,
      'error-callback': (code: string) => {
        this.#fail(new Error(`Turnstile has failed: ${code}`));
        return true;
      },
      'unsupported-callback': () => this.#fail(new Error('Turnstile knows no such browser.')),
    };
  }

  #fail(cause: unknown): void {
    if (this.#isClosed) return;
    logFailure(cause);
    this.close();
    this.#wishes.onFailed(failure('captcha_required', {cause}));
  }
}

/** Which of the two the element is drawn in, whoever has decided that. */
function schemeOf(scope: HTMLElement | null): 'light' | 'dark' {
  const probe = document.createElement('span');
  probe.style.color = 'light-dark(rgb(255, 255, 255), rgb(0, 0, 0))';
  scope?.append(probe);
  const {color} = getComputedStyle(probe);
  probe.remove();
  return color === 'rgb(0, 0, 0)' ? 'dark' : 'light';
}

/** Cloudflare's spelling: https://developers.cloudflare.com/turnstile/reference/supported-languages/ */
function turnstileLanguage(locale: string): string {
  const language = languageOf(locale);
  return {'zh-Hans': 'zh-cn', 'zh-Hant': 'zh-tw'}[language] ?? language.toLowerCase();
}
