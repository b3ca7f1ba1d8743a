import { type MailOutcome, type MailText, MailTransport } from '@fulcrum/mail';
import type { Logger } from '@fulcrum/service';
import type { ApiConfig } from '../config.ts';

/** Brings links to their owners. */
export interface Mailer {
  /** Whether the link may stand in the answer and in the log as well: only where nothing is sent out. */
  readonly isLocal: boolean;
  /** @param hasPassword whether a password was chosen that counts once the link is followed. */
  sendLink(email: string, link: string, hasPassword?: boolean): Promise<MailOutcome>;
  /** @param link in the text of a mail that is about something else than signing in. */
  sendOther(email: string, link: string, mail: MailText): Promise<MailOutcome>;
}

/** For all of a mail, a wait for a connection included: less than a process may take to stop. */
export const MAIL_LIMIT_MS = 5_000;

/**
 * @param signal after which no mail is waited for: a mail server may say nothing for longer than a process may stop.
 * @param limitMs for a mail, where a test has less time.
 */
export function createMailer(
  { SMTP_URL: url, MAIL_FROM: sender }: ApiConfig,
  logger: Logger,
  signal: AbortSignal,
  limitMs = MAIL_LIMIT_MS,
): Mailer {
  if (url === undefined) {
    const tell =
      (what: string) =>
      async (email: string, link: string): Promise<MailOutcome> => {
        logger.info({ email, link }, what);
        return 'sent';
      };
    return { isLocal: true, sendLink: tell('sign-in link'), sendOther: tell('link of a mail') };
  }
  const transport = new MailTransport({ url, sender, signal, limitMs });
  const send = (to: string, mail: MailText, what: string) =>
    transport.send({ to, ...mail }, (error) => logger.error({ err: error }, `${what} could not be sent`));
  return {
    isLocal: false,
    sendLink: (to, link, hasPassword = false) => send(to, signInMail(link, hasPassword), 'a sign-in link'),
    sendOther: (to, _link, mail) => send(to, mail, 'a mail with a link'),
  };
}

function signInMail(link: string, hasPassword: boolean): MailText {
  const password = hasPassword ? ' A password was chosen for your new account: with this link it begins to count.' : '';
  const text = `Sign in to Fulcrum with this link. It works once, within 15 minutes.${password}\n\n${link}\n\nIf you did not ask for it, do nothing.\n`;
  return { subject: 'Your sign-in link for Fulcrum', text };
}
