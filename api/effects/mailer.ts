/** Where mails go: to an SMTP server, into a folder while trying things out, or nowhere. */
import {createHash} from 'node:crypto';
import {mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createTransport} from 'nodemailer';
import {z} from 'zod';
import type {Config} from '../config.ts';

export interface Mail {
  /** The same for every repetition, so that a second copy can be recognised as one. */
  messageId: string;
  to: string;
  /** Whom an answer reaches; the sender without it. */
  replyTo?: string | undefined;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** What a mail's `messageId` ends with: the shop's own name, as buyers know it. */
export const mailHost = ({publicUrl}: Pick<Config, 'publicUrl'>, origin: string): string =>
  new URL(publicUrl ?? origin).hostname;

/** At-least-once: a server that took the mail and whose answer was lost gets it again. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 8000,
      greetingTimeout: 8000,
      // A server that looks into a mail before it takes it may be slow to say so, and one that is not
      // waited for gets it again and again: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2.6
      socketTimeout: 60_000,
      // A shop's mail never reads a file or a page because of something that stands in it.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    {from},
  );
  const underWay = new Map<string, Promise<unknown>>();
  return {
    // A job that has run out of time is begun again while the server still has the first copy in hand.
    send: async (mail) => {
      const {messageId} = mail;
      const sending =
        underWay.get(messageId) ??
        transport
          .sendMail({...mail, headers: {'Auto-Submitted': 'auto-generated'}})
          .finally(() => underWay.delete(messageId));
      underWay.set(messageId, sending);
      await sending;
    },
    close: () => transport.close(),
  };
}

const keptMail = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  createdAt: z.string(),
});

type KeptMail = z.infer<typeof keptMail>;

/** Keeps each mail as `.eml` and `.json`. A repetition replaces the first copy. */
export function folderMailer(folder: string, from: string, now: () => Date): Mailer {
  const transport = createTransport({streamTransport: true, buffer: true}, {from});
  return {
    send: async (mail) => {
      await mkdir(folder, {recursive: true, mode: 0o700});
      const id = createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24);
      const {message} = await transport.sendMail({...mail});
      const {to, subject, text, html} = mail;
      const kept: KeptMail = {id, to, subject, text, html, createdAt: now().toISOString()};
      // A buffer, because of the transport's option.
      await writeWhole(join(folder, `${id}.eml`), message as Buffer);
      await writeWhole(join(folder, `${id}.json`), JSON.stringify(kept, null, 2));
    },
    close: () => transport.close(),
  };
}

/** The newest first. */
export async function keptMails(folder: string): Promise<KeptMail[]> {
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(
    names
      .filter((name) => /^[0-9a-f]{24}\.json$/.test(name))
      .map(async (name) => keptMail.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
  return mails.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

/** Under its name there is a whole file, or none. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content, {mode: 0o600});
  await rename(draft, path);
}
