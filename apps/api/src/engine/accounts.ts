import type { Answer, EngineClient } from '@fulcrum/engine-client';
import type { LogId } from '@fulcrum/log';
import { toError } from '@fulcrum/streams';

type Client = Pick<EngineClient, 'send' | 'read' | 'passed'>;

export interface AccountsOptions {
  readonly engine: Client;
  /** Whether somebody has signed up. */
  readonly isUser: (userId: string) => Promise<boolean>;
  readonly deposit: string;
  /** Is told why it cannot be known whether somebody has signed up. */
  readonly onError: (error: Error) => void;
}

/**
 * Opens accounts, and sends the commands of their users. A user's session outlives a log that has lost the account. Their
 * first request then opens the account again, as signing in does, and is sent once more.
 */
export class Accounts implements Client {
  readonly #options: AccountsOptions;
  /** Accounts that are being opened, by user. It is done once, however many requests find the account gone. */
  readonly #reopening = new Map<string, Promise<Answer | undefined>>();

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  get passed(): LogId {
    return this.#options.engine.passed;
  }

  /** Opens an account. One that is open stays as it is. */
  open(userId: string): Promise<Answer> {
    const { engine, deposit } = this.#options;
    return engine.send('create-account', { userId, deposit });
  }

  send: Client['send'] = (type, command) =>
    this.#withAccount(command.userId, () => this.#options.engine.send(type, command));

  read: Client['read'] = (type, command) =>
    this.#withAccount(command.userId, () => this.#options.engine.read(type, command));

  /** Never rejects, as the engine's client does not. */
  async #withAccount(userId: string, ask: () => Promise<Answer>): Promise<Answer> {
    const answer = await ask();
    if (!isRejected(answer, 'unknown_account')) return answer;
    const opened = await this.#reopen(userId);
    if (opened === undefined || isRejected(opened)) return answer;
    if (opened.outcome === 'late') return refused('Your account is not open yet.');
    return opened.outcome === 'refused' ? opened : ask();
  }

  #reopen(userId: string): Promise<Answer | undefined> {
    const shared = this.#reopening.get(userId);
    if (shared !== undefined) return shared;
    const reopening = this.#reopenUsers(userId).finally(() => this.#reopening.delete(userId));
    this.#reopening.set(userId, reopening);
    return reopening;
  }

  /** @returns undefined for somebody who never signed up here. */
  async #reopenUsers(userId: string): Promise<Answer | undefined> {
    try {
      return (await this.#options.isUser(userId)) ? await this.open(userId) : undefined;
    } catch (error) {
      this.#options.onError(toError(error));
      return refused('The database cannot be asked for your account.');
    }
  }
}

function isRejected(answer: Answer, code?: string): boolean {
  if (answer.outcome !== 'answered' || answer.event.type !== 'rejected') return false;
  return code === undefined || answer.event.code === code;
}

function refused(reason: string): Answer {
  return { outcome: 'refused', reason };
}
