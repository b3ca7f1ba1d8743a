import type { AccountReadings, ReadAccount } from '@fulcrum/engine-client';
import { assert } from '@fulcrum/log';
import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import type { Refusal } from '../sockets/refusal.ts';

/** An account at one moment, and what has happened to it since then; or why there is none. */
export type Answer =
  | { readonly ok: true; readonly account: AccountEvent; readonly later: readonly JsonEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

type OnAnswer = (answer: Answer) => void;

/** The requests for one user's account while it is being read. */
interface Asked {
  readonly asking: Set<OnAnswer>;
  /** Requests that came after the reading had begun. The account is read again for them: they may know of later events. */
  readonly waiting: Set<OnAnswer>;
  readonly cancel: () => void;
}

/** Reads accounts from the engine. One reading of a user is in flight at a time, shared by all requests before it. */
export class AccountRequests {
  readonly #readings: Pick<AccountReadings, 'begin'>;
  readonly #byUser = new Map<string, Asked>();

  constructor(readings: Pick<AccountReadings, 'begin'>) {
    this.#readings = readings;
  }

  /** Requests that wait for their answer. */
  get waiting(): number {
    let count = 0;
    for (const { asking, waiting } of this.#byUser.values()) count += asking.size + waiting.size;
    return count;
  }

  /**
   * Requests an account. From now on the user's results have to be told to the readings.
   *
   * @param onAnswer is called once, between two entries of callback-stream, with the effect of every entry before. It is
   *   never called before this function has returned.
   * @returns a function that calls it off.
   */
  ask(userId: string, onAnswer: OnAnswer): () => void {
    const asked = this.#byUser.get(userId);
    if (asked === undefined) this.#begin(userId, [onAnswer]);
    else asked.waiting.add(onAnswer);
    return () => this.#callOff(userId, onAnswer);
  }

  #begin(userId: string, asking: Iterable<OnAnswer>): void {
    const cancel = this.#readings.begin(userId, (read) => this.#ended(userId, answerOf(read)));
    this.#byUser.set(userId, { asking: new Set(asking), waiting: new Set(), cancel });
  }

  #callOff(userId: string, onAnswer: OnAnswer): void {
    const asked = this.#byUser.get(userId);
    asked?.waiting.delete(onAnswer);
    if (asked?.asking.delete(onAnswer) !== true || asked.asking.size > 0) return;
    asked.cancel();
    this.#next(userId, asked);
  }

  #ended(userId: string, answer: Answer): void {
    const asked = this.#byUser.get(userId);
    assert(asked !== undefined && asked.asking.size > 0, 'an account is read for somebody');
    this.#next(userId, asked);
    for (const onAnswer of asked.asking) onAnswer(answer);
  }

  #next(userId: string, { waiting }: Asked): void {
    this.#byUser.delete(userId);
    if (waiting.size > 0) this.#begin(userId, waiting);
  }
}

function answerOf(read: ReadAccount): Answer {
  switch (read.outcome) {
    case 'whole':
      return { ok: true, account: read.account, later: read.later };
    case 'overfull':
      return unavailable('Too much happens to the account at the moment. Try again.');
    case 'late':
      return unavailable('The engine did not answer in time. Try again.');
    case 'refused':
      return unavailable(`The engine cannot be reached: ${read.reason.replace(/\.?$/, '.')} Try again.`);
    case 'answered':
      return unavailable(read.event.type === 'rejected' ? read.event.message : 'The engine gave another answer.');
  }
}

function unavailable(message: string): Answer {
  return { ok: false, refusal: { code: 'unavailable', message } };
}
