import type {StoredOrder} from '../orders/store.ts';
import {buyerMail, type Addressed} from './buyer-mail.ts';
import {textsFor} from './mail-texts.ts';
import type {Mail} from './mailer.ts';

/** Tells the buyer that the order is paid. Pure. */
export function confirmationMail(stored: StoredOrder, addressed: Addressed): Mail {
  const texts = textsFor(stored.row.locale);
  return buyerMail(stored, addressed, {
    texts,
    kind: 'confirmation',
    subject: texts.subject(stored.row.number),
    paragraphs: [texts.thanks],
  });
}
