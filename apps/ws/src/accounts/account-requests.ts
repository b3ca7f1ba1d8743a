import { randomUUID } from 'node:crypto';
import type { AccountEvent, CommandData, RejectedEvent } from '@fulcrum/protocol';
import type { AppendOutcome } from '@fulcrum/streams';
import type { Refusal } from '../sockets/refusal.ts';

/** The engine's answer, or why there is none. */
export type Answer = AccountEvent | Refusal;

export interface AccountRequestsOptions {
  readonly append: (fields: Record<string, string>) => Promise<AppendOutcome>;
  /** Whether answers will be seen: a request that is made earlier could be answered unnoticed. */
  readonly isListening: () => boolean;
  readonly answerWithinMs: number;
}

interface Waiting {
  readonly onAnswer: (answer: Answer) => void;
  readonly timer: NodeJS.Timeout;
}

const unavailable = (message: string): Refusal => ({ code: 'unavailable', message });

/** Asks the engine for accounts through engine-stream, and finds the answers in callback-stream. */
export class AccountRequests {
  readonly #options: AccountRequestsOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #name = `ws-${randomUUID()}`;
  #count = 0;

  constructor(options: AccountRequestsOptions) {
    this.#options = options;
  }

  /** Questions that wait for their answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Asks for an account.
   *
   * @param onAnswer is called once, at the very place in the callback-stream where the answer stands, but never
   *   before this function has returned.
   * @returns a function that calls it off.
   */
  ask(userId: string, onAnswer: (answer: Answer) => void): () => void {
    this.#count += 1;
    const requestId = `${this.#name}-${this.#count}`;
    const late = () => this.#settle(requestId, unavailable('The engine did not answer in time. Try again.'));
    this.#waiting.set(requestId, { onAnswer, timer: setTimeout(late, this.#options.answerWithinMs) });
    void this.#append(requestId, userId);
    return () => this.#take(requestId);
  }

  /** Takes an answer from the callback-stream. @returns whether it belongs to a request of this process. */
  take(event: AccountEvent | RejectedEvent): boolean {
    if (event.type === 'account') return this.#settle(event.requestId, event);
    return this.#settle(event.requestId, unavailable(event.message));
  }

  /** An append whose fate is unknown may have been done: the answer is waited for all the same. */
  async #append(requestId: string, userId: string): Promise<void> {
    // The caller gets its hands on the way to call it off before anything can be answered.
    await Promise.resolve();
    if (!this.#options.isListening()) return void this.#settle(requestId, unavailable('Not ready yet. Try again.'));
    const data: CommandData<'get-account'> = { requestId, userId };
    const { outcome } = await this.#options.append({ type: 'get-account', data: JSON.stringify(data) });
    if (outcome === 'refused') this.#settle(requestId, unavailable('The engine cannot be reached. Try again.'));
  }

  #settle(requestId: string, answer: Answer): boolean {
    const waiting = this.#take(requestId);
    waiting?.onAnswer(answer);
    return waiting !== undefined;
  }

  #take(requestId: string): Waiting | undefined {
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
