import {hash, randomBytes} from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Makes identifiers that look like Stripe's; the same seed gives the same sequence. */
export interface Ids {
  /** An object id, for instance `next('pi')` gives `pi_3…`. */
  next(prefix: string): string;
  /** The client secret of an object; it starts with the id, as Stripe's do. */
  secret(id: string): string;
  /** How many ids were drawn, so that a kept state can go on where it stopped. */
  position: number;
}

export function createIds(seed: string | undefined): Ids {
  const root = seed ?? randomBytes(16).toString('hex');
  const draw = (length: number) => {
    ids.position += 1;
    const bytes = hash('sha512', `${root}:${ids.position}`, 'buffer');
    return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join(
      '',
    );
  };
  const ids: Ids = {
    position: 0,
    next: (prefix) => `${prefix}_${marks[prefix] ?? '1'}${draw(23)}`,
    secret: (id) => `${id}_secret_${draw(25)}`,
  };
  return ids;
}

/** Objects that belong to a payment begin with 3 on Stripe, all others with 1. */
const marks: Record<string, string> = {pi: '3', ch: '3', py: '3', txn: '3', re: '3', pyr: '3'};
