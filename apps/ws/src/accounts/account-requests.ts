import type { AccountReadings, ReadAccount } from '@fulcrum/engine-client';
import { assert } from '@fulcrum/log';
import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import type { Refusal } from '../sockets/refusal.ts';

/** An account at one moment, and what has happened to it since then; or why there is none. */
export type Answer = { readonly account: AccountEvent; readonly later: readonly JsonEvent[] } | Refusal;

type OnAnswer = (answer: Answer) => void;

/** One user's account, which is being read. */
interface Asked {
  readonly asking: Set<OnAnswer>;
  /** Those who asked when it had begun: it is read again for them, since they may know of something later. */
  readonly waiting: Set<OnAnswer>;
  readonly cancel: () => void;
}

/** Asks the engine for accounts, one reading of a user at a time, which all share who asked before it began. */
export class AccountRequests {
  readonly #readings: Pick<AccountReadings, 'begin'>;
  readonly #byUser = new Map<string, Asked>();

  constructor(readings: Pick<AccountReadings, 'begin'>) {
    this.#readings = readings;
  }

  /** Questions that wait for their answer. */
  get waiting(): number {
    let count = 0;
    for (const { asking, waiting } of this.#byUser.values()) count += asking.size + waiting.size;
    return count;
  }

  /**
   * Asks for an account. The user's results are to be noted from now on.
   *
   * @param onAnswer is called once, between two entries of callback-stream, and with everything before; but never
   *   before this function has returned.
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
      return { account: read.account, later: read.later };
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

function unavailable(message: string): Refusal {
  return { code: 'unavailable', message };
}
