import { once } from 'node:events';
import type { Logger } from '@fulcrum/service';
import nodemailer from 'nodemailer';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';

/** What became of a mail. It is unknown where the mail server took it and then said nothing. */
export type MailOutcome = 'sent' | 'unsent' | 'unknown';

/** Brings a sign-in link to its owner. */
export interface Mailer {
  /** Whether the link may stand in the answer and in the log as well: only where nothing is sent out. */
  readonly isLocal: boolean;
  sendLink(email: string, link: string): Promise<MailOutcome>;
}

const LIMIT_MS = 10_000;

/** @param signal after which no mail is waited for: a mail server may say nothing for longer than a process may stop. */
export function createMailer(config: ApiConfig, logger: Logger, signal: AbortSignal): Mailer {
  const { SMTP_URL, MAIL_FROM } = config;
  if (SMTP_URL === undefined) return { isLocal: true, sendLink: async (email, link) => localLink(logger, email, link) };
  const limits = { connectionTimeout: LIMIT_MS, greetingTimeout: LIMIT_MS, socketTimeout: LIMIT_MS };
  // A password never goes out in the clear, also not to somebody on the way who says that the server has no TLS.
  const requireTLS = new URL(SMTP_URL).password !== '';
  const transport = nodemailer.createTransport({ url: SMTP_URL, pool: true, maxConnections: 3, requireTLS, ...limits });
  const stopped = once(signal, 'abort').then(() => 'unknown' as const);
  return {
    isLocal: false,
    sendLink: async (to, link) => {
      const text = `Sign in to Fulcrum with this link. It works once, within 15 minutes.\n\n${link}\n\nIf you did not ask for it, do nothing.\n`;
      // As an object it is taken as it is. A text would be read as a list of addresses with names.
      const [from, receiver] = [MAIL_FROM ?? to, to].map((address) => ({ name: '', address }));
      const mail = { from, to: receiver, subject: 'Your sign-in link for Fulcrum', text };
      if (signal.aborted) return 'unsent';
      try {
        return await Promise.race([transport.sendMail(mail).then(() => 'sent' as const), stopped]);
      } catch (error) {
        logger.error({ err: error }, 'a sign-in link could not be sent');
        return silence.safeParse(error).success ? 'unknown' : 'unsent';
      }
    },
  };
}

/** How nodemailer says that a server that had been there said nothing more. */
const silence = z.object({ timeoutType: z.literal('SOCKET_TIMEOUT') });

function localLink(logger: Logger, email: string, link: string): MailOutcome {
  logger.info({ email, link }, 'sign-in link');
  return 'sent';
}
