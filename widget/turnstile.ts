/** Cloudflare's challenge: https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/ */
import {within} from './time.ts';

export const turnstileJs = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

export interface TurnstileOptions {
  sitekey: string;
  theme: 'light' | 'dark';
  language: string;
  size: 'flexible' | 'compact';
  'response-field': boolean;
  'refresh-expired': 'auto';
  'refresh-timeout': 'auto';
  /** Solved: the token is good once and for five minutes. */
  callback: (token: string) => void;
  /** The token was not used in time; another challenge takes its place by itself. */
  'expired-callback': () => void;
  /** A challenge was not solved in time; so does it here. */
  'timeout-callback': () => void;
  /** Answers whether the error has been dealt with. */
  'error-callback': (code: string) => boolean;
  'unsupported-callback': () => void;
}

export interface Turnstile {
  /** The id of the widget; nothing where it could not be drawn. */
  render(node: HTMLElement, options: TurnstileOptions): string | null | undefined;
  remove(id: string): void;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

let loading: Promise<Turnstile> | null = null;

/**
 * Loads Turnstile once for the whole page; a failure is forgotten, so that a retry tries anew.
 * @param scriptUrl Makes its address one that a page with Trusted Types takes.
 */
export function loadTurnstile(
  scriptUrl: (url: string) => string,
  patience = 15_000,
): Promise<Turnstile> {
  if (window.turnstile) return Promise.resolve(window.turnstile);
  loading ??= bring(scriptUrl, patience).finally(() => (loading = null));
  return loading;
}

async function bring(scriptUrl: (url: string) => string, patience: number): Promise<Turnstile> {
  const script = document.createElement('script');
  script.src = scriptUrl(turnstileJs);
  const end = new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('Failed to load Turnstile.')));
  });
  document.head.append(script);
  try {
    await within(patience, end);
    // A content blocker may answer with an empty script of its own.
    if (!window.turnstile) throw new Error('Turnstile defined nothing.');
    return window.turnstile;
  } catch (error) {
    script.remove();
    throw error;
  }
}
