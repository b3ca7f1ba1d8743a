import type { Readable } from 'node:stream';
import type { Logger } from '@fulcrum/service';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';

/** What became of a mail. It is unknown where the mail server was given its text, and then did not say whether it took it. */
export type MailOutcome = 'sent' | 'unsent' | 'unknown';

/** Brings a sign-in link to its owner. */
export interface Mailer {
  /** Whether the link may stand in the answer and in the log as well: only where nothing is sent out. */
  readonly isLocal: boolean;
  /** @param hasPassword whether a password was chosen that counts once the link is followed. */
  sendLink(email: string, link: string, hasPassword?: boolean): Promise<MailOutcome>;
}

/** For all of a mail, a wait for a connection included: less than a process may take to stop. */
export const MAIL_LIMIT_MS = 5_000;

/**
 * @param signal after which no mail is waited for: a mail server may say nothing for longer than a process may stop.
 * @param limitMs for a mail, where a test has less time.
 */
export function createMailer(
  { SMTP_URL, MAIL_FROM }: ApiConfig,
  logger: Logger,
  signal: AbortSignal,
  limitMs = MAIL_LIMIT_MS,
): Mailer {
  if (SMTP_URL === undefined) return { isLocal: true, sendLink: async (email, link) => localLink(logger, email, link) };
  const { send, mayBeTaken } = openTransport(SMTP_URL, limitMs);
  return {
    isLocal: false,
    sendLink: async (to, link, hasPassword = false) => {
      const tooLate = new AbortController();
      const timer = setTimeout(() => tooLate.abort(new Error('the mail server took too long')), limitMs);
      const until = AbortSignal.any([signal, tooLate.signal]);
      try {
        await send(mailOf({ sender: MAIL_FROM ?? to, to, link, hasPassword }), until);
        return 'sent';
      } catch (error) {
        logger.error({ err: error }, 'a sign-in link could not be sent');
        return mayBeTaken(until, error) ? 'unknown' : 'unsent';
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** How nodemailer says that a server answered, and what. */
const refusal = z.object({ responseCode: z.int() });

function openTransport(url: string, limitMs: number) {
  const limits = { connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs };
  // A password never goes out in the clear, also not to somebody on the way who says that the server has no TLS.
  const requireTLS = new URL(url).password !== '';
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 3, requireTLS, ...limits });
  /**
   * The text of each mail, by its signal: nodemailer reads it once the server has said that it takes one. There is one for
   * each connection that was tried, the last one behind.
   */
  const texts = new WeakMap<AbortSignal, Readable[]>();
  transport.use('stream', ({ data, message }, done) => {
    message?.processFunc((text) => {
      if (data.signal) texts.set(data.signal, [...(texts.get(data.signal) ?? []), text]);
      return text;
    });
    done();
  });
  return {
    /** A mail that is not done when the signal is given ends there, also one that has no connection yet. */
    send: (mail: SendMailOptions, signal: AbortSignal) => transport.sendMail({ ...mail, signal }),
    /** Whether the server was given anything of the text of the mail that failed, and did not refuse it afterwards. */
    mayBeTaken: (signal: AbortSignal, error: unknown) => {
      const given = texts.get(signal) ?? [];
      const isRefused = refusal.safeParse(error).success;
      return (isRefused ? given.slice(0, -1) : given).some(({ readableDidRead }) => readableDidRead);
    },
  };
}

interface Mail {
  readonly sender: string;
  readonly to: string;
  readonly link: string;
  readonly hasPassword: boolean;
}

function mailOf({ sender, to, link, hasPassword }: Mail): SendMailOptions {
  const password = hasPassword ? ' A password was chosen for your new account: with this link it begins to count.' : '';
  const text = `Sign in to Fulcrum with this link. It works once, within 15 minutes.${password}\n\n${link}\n\nIf you did not ask for it, do nothing.\n`;
  // As an object it is taken as it is. A text would be read as a list of addresses with names.
  const [from, receiver] = [sender, to].map((address) => ({ name: '', address }));
  return { from, to: receiver, subject: 'Your sign-in link for Fulcrum', text };
}

function localLink(logger: Logger, email: string, link: string): MailOutcome {
  logger.info({ email, link }, 'sign-in link');
  return 'sent';
}
