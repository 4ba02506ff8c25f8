import {createHmac} from 'node:crypto';

/**
 * The `Stripe-Signature` header: the time, and one `v1` for each secret that is valid now.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export function signatureHeader(payload: string, secrets: readonly string[], seconds: number) {
  const signatures = secrets.map((secret) => {
    const digest = createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex');
    return `v1=${digest}`;
  });
  return [`t=${seconds}`, ...signatures].join(',');
}
