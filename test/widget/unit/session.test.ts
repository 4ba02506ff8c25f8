/** What a tab keeps of an order, where there is little place for it. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {CheckoutSession} from '../../../widget/session.ts';

test('what finds no place any more is read as it is now, not as it was when there was some', () => {
  const kept = new Map<string, string>();
  let isFull = false;
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    removeItem: (name: string) => kept.delete(name),
    setItem(name: string, value: string) {
      if (isFull) throw new DOMException('No more.', 'QuotaExceededError');
      kept.set(name, value);
    },
  };
  Object.assign(globalThis, {sessionStorage: storage});
  const session = new CheckoutSession('full');
  session.write({idempotencyKey: 'key'});
  isFull = true;
  session.add({orderId: 'ord_1', token: 'token'});
  assert.deepEqual(session.read(), {idempotencyKey: 'key', orderId: 'ord_1', token: 'token'});
});
