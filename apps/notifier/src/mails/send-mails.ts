import type { MailTransport } from '@fulcrum/mail';
import { z } from 'zod';
import type { NotifierParts } from '../notifier-parts.ts';

/** Mails that are under way at a time. */
const MAX_AT_ONCE = 3;

/** A mail is tried eight times within three hours, after pauses that grow from ten seconds on. */
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 10_000;
const GROWTH = 3;

export interface SendParts extends NotifierParts {
  /** Undefined where no mail is sent. */
  readonly transport: MailTransport | undefined;
  readonly sender: string | undefined;
}

interface DueMail {
  readonly id: string;
  readonly userId: string;
  readonly address: string | null;
  readonly subject: string;
  readonly text: string;
  readonly attempts: number;
}

type Outcome = 'sent' | 'failed' | 'unsent';

/**
 * Tries some of the mails that are due. @returns how many. Each is put off before it is tried. Whoever ends in between, or
 * before the outcome is written, leaves it to the next attempt: a mail comes at least once, and each time with the same
 * Message-ID.
 */
export async function sendMails(parts: SendParts): Promise<number> {
  const due = await takeDue(parts);
  await Promise.all(due.map((mail) => sendMail(parts, mail)));
  return due.length;
}

function takeDue({ db, shard }: SendParts): Promise<DueMail[]> {
  return db.$queryRaw<DueMail[]>`
    update "Mail" set
      attempts = attempts + 1,
      "dueAt" = now() + ${FIRST_PAUSE_MS} * power(${GROWTH}, attempts) * interval '1 millisecond'
    where id in (
      select id from "Mail" where shard = ${shard}::int and "dueAt" <= now()
      order by "dueAt" limit ${MAX_AT_ONCE}::int for update skip locked)
    returning id, "userId", address, subject, text, attempts`;
}

async function sendMail(parts: SendParts, mail: DueMail): Promise<void> {
  const { db, logger, metrics } = parts;
  const outcome = await tryOnce(parts, mail);
  if (outcome === undefined) return;
  await db.mail.updateMany({ where: { id: mail.id, outcome: null }, data: { outcome, dueAt: null } });
  metrics.mails.inc({ outcome });
  const { id, userId, subject } = mail;
  if (outcome === 'failed') logger.error({ id, userId }, 'A MAIL IS GIVEN UP: it could not be sent');
  if (outcome === 'unsent') logger.info({ id, userId, subject }, 'a mail is not sent, because SMTP_URL is not set');
}

/** @returns undefined when it is to be tried again. */
async function tryOnce(parts: SendParts, mail: DueMail): Promise<Outcome | undefined> {
  const { db, transport, sender, logger, signal } = parts;
  const { id, userId, address, subject, text, attempts } = mail;
  if (transport === undefined) return 'unsent';
  // Without its user, nobody knows where it would go.
  const to = address ?? (await db.user.findUnique({ where: { id: userId } }))?.email;
  if (to === undefined) return 'failed';
  const messageId = `<${id}@${(sender ?? to).split('@').at(-1)}>`;
  const outcome = await transport.send({ to, subject, text, messageId }, (error) => {
    // The words of a mail server name the address, which stands in no log.
    if (!signal.aborted) logger.warn({ id, attempts, ...codesOf(error) }, 'a mail could not be sent');
  });
  if (outcome === 'sent') return 'sent';
  return attempts >= MAX_ATTEMPTS ? 'failed' : undefined;
}

const codes = z.object({ code: z.string().optional(), responseCode: z.int().optional() });

function codesOf(error: unknown): z.infer<typeof codes> {
  return codes.safeParse(error).data ?? {};
}
