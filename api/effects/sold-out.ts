import type {StoredOrder} from '../orders/store.ts';
import {buyerMail, type Addressed} from './buyer-mail.ts';
import {textsFor} from './mail-texts.ts';
import type {Mail} from './mailer.ts';

/** Tells the buyer that the money arrived after the stock was gone, and what becomes of it. Pure. */
export function soldOutMail(
  stored: StoredOrder,
  {isRefunded, ...addressed}: Addressed & {isRefunded: boolean},
): Mail {
  const texts = textsFor(stored.row.locale);
  const {arrived, contact, refund} = texts.soldOut;
  return buyerMail(stored, addressed, {
    texts,
    kind: 'sold-out',
    subject: texts.soldOut.subject(stored.row.number),
    paragraphs: [arrived, isRefunded ? refund : contact],
  });
}
