import type {Instructions} from './flow.ts';
import type {Heard} from './outcome.ts';

/**
 * The page on which the buyer goes on, whichever kind of next step it belongs to:
 * https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action
 */
export function nextStep(intent: Pick<Heard, 'next_action'> | null) {
  for (const [name, step] of Object.entries(intent?.next_action ?? {})) {
    if (typeof step !== 'object' || step === null) continue;
    for (const [field, url] of Object.entries(step)) {
      const kind =
        field === 'hosted_instructions_url' && /qr_code/.test(name) ? 'qr_code' : pages[field];
      if (kind && typeof url === 'string' && /^https?:/.test(url)) return {kind, url};
    }
  }
  return null;
}

const pages: Record<string, Instructions['kind']> = {
  hosted_voucher_url: 'voucher',
  hosted_instructions_url: 'voucher',
  hosted_verification_url: 'microdeposits',
};
