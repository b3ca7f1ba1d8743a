import type { Readable } from 'node:stream';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { z } from 'zod';

/** What became of a mail. It is unknown where the mail server was given its text, and then did not say whether it took it. */
export type MailOutcome = 'sent' | 'unsent' | 'unknown';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

export interface OutgoingMail extends MailText {
  readonly to: string;
  /** Of a mail that may be sent twice: by the same id a reader's program sees that it has it already. */
  readonly messageId?: string;
}

export interface MailTransportOptions {
  readonly url: string;
  /** Whom mails come from; without it, from their receiver. */
  readonly sender: string | undefined;
  /** After it no mail is waited for: a mail server may say nothing for longer than a process may stop. */
  readonly signal: AbortSignal;
  /** For all of a mail, a wait for a connection included. */
  readonly limitMs: number;
}

/** How nodemailer says that a server answered, and what. */
const refusal = z.object({ responseCode: z.int() });

const text = z.string().optional().catch(undefined);

const failure = z.object({
  message: z.string(),
  code: text,
  responseCode: z.int().optional().catch(undefined),
  command: text,
});

/** Anything with an @ in it, up to the next space or bracket. */
const ADDRESS = /[^\s<>"]*@[^\s<>"]*/g;

/** Sends mails over SMTP. */
export class MailTransport {
  readonly #options: MailTransportOptions;
  readonly #transport: ReturnType<typeof openTransport>;

  constructor(options: MailTransportOptions) {
    this.#options = options;
    this.#transport = openTransport(options.url, options.limitMs);
  }

  /** @param onError is told why a mail was not sent, or may not have been. */
  async send(mail: OutgoingMail, onError: (error: unknown) => void): Promise<MailOutcome> {
    const { sender, signal, limitMs } = this.#options;
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(new Error('the mail server took too long')), limitMs);
    const until = AbortSignal.any([signal, tooLate.signal]);
    try {
      await this.#transport.send(addressed(mail, sender ?? mail.to), until);
      return 'sent';
    } catch (error) {
      onError(withoutAddresses(error));
      return this.#transport.mayBeTaken(until, error) ? 'unknown' : 'unsent';
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

/** What failed, for a log. Servers name whom they refuse, in words of their own, and nodemailer keeps whom a mail was to. */
function withoutAddresses(error: unknown): Error {
  const { message, ...told } = failure.safeParse(error).data ?? { message: String(error) };
  const anonymous = new Error(message.replace(ADDRESS, '[address]'));
  return Object.assign(anonymous, told);
}

/** As an object an address is taken as it is. A text would be read as a list of addresses with names. */
function addressed({ to, ...mail }: OutgoingMail, sender: string): SendMailOptions {
  const [from, receiver] = [sender, to].map((address) => ({ name: '', address }));
  return { ...mail, from, to: receiver };
}

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
    close: () => transport.close(),
  };
}
