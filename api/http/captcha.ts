/**
 * Whether somebody solved the challenge that the page showed them, as Cloudflare Turnstile says:
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 */
import {z} from 'zod';
import type {Config} from '../config.ts';
import {errorFacts} from '../errors.ts';
import type {Logger} from '../log.ts';

/** A token is good once and for five minutes: Cloudflare keeps count of that. */
export type Captcha = (token: string) => Promise<boolean>;

/** A buyer is looking at a button. */
const PATIENCE_MS = 4000;

const verdict = z.object({success: z.boolean()});

/** Only a clear yes is one: whoever tests cards must not profit from an outage. */
export function createCaptcha(
  {secretKey, verifyUrl}: NonNullable<Config['captcha']>,
  log: Logger,
  patienceMs = PATIENCE_MS,
): Captcha {
  return async (token) => {
    try {
      const answer = await fetch(verifyUrl, {
        method: 'POST',
        body: new URLSearchParams({secret: secretKey, response: token}),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      });
      return verdict.parse(await answer.json()).success;
    } catch (error) {
      log.warn({error: errorFacts(error)}, 'the challenge could not be verified');
      return false;
    }
  };
}
