import assert from 'node:assert/strict';
import {test} from 'node:test';
import {nextStep} from '../../../widget/next-step.ts';

const nextAction = (type: string, step: object) =>
  ({next_action: {type, [type]: step}}) as unknown as Parameters<typeof nextStep>[0];
const url = 'https://payments.stripe.com/next';

test('a voucher, a transfer, a code to scan and a small deposit each lead to their page', () => {
  const cases = [
    ['multibanco_display_details', 'hosted_voucher_url', 'voucher'],
    ['display_bank_transfer_instructions', 'hosted_instructions_url', 'voucher'],
    ['promptpay_display_qr_code', 'hosted_instructions_url', 'qr_code'],
    ['verify_with_microdeposits', 'hosted_verification_url', 'microdeposits'],
  ] as const;
  for (const [type, field, kind] of cases) {
    assert.deepEqual(nextStep(nextAction(type, {[field]: url})), {kind, url}, type);
  }
});

test('a challenge of the bank has no page of its own, and no other scheme is followed', () => {
  assert.equal(nextStep(nextAction('use_stripe_sdk', {type: 'three_d_secure'})), null);
  const script = nextAction('oxxo_display_details', {hosted_voucher_url: 'javascript:alert(1)'});
  assert.equal(nextStep(script), null);
  assert.equal(nextStep({next_action: null}), null);
});
