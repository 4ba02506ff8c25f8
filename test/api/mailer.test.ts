/** A mail server that takes its time gets each mail once. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {test} from 'node:test';
import {SMTPServer} from 'smtp-server';
import {smtpMailer} from '../../api/effects/mailer.ts';

const mail = {
  messageId: '<ord_1.confirmation@shop.example>',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you.',
  html: '<p>Thank you.</p>',
};

test('a mail that is asked for again while its first copy is being taken is not sent twice', async (t) => {
  let taken = 0;
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        taken += 1;
        setTimeout(done, 500);
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const {port} = smtp.server.address() as AddressInfo;
  const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, 'shop@example.com');
  t.after(async () => {
    mailer.close();
    await new Promise<void>((done) => smtp.close(done));
  });
  const first = mailer.send(mail);
  await pause(200);
  await Promise.all([first, mailer.send(mail)]);
  assert.equal(taken, 1);
  await mailer.send(mail);
  assert.equal(taken, 2, 'what has ended is no longer under way');
});
