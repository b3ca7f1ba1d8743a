import { assert } from '@fulcrum/log';
import type { Answer, Question } from './answer.ts';

/** A request that waits for its answer. */
interface Pending {
  readonly question: Question;
  readonly settle: (answer: Answer) => void;
}

/** The requests that wait for their answer, by id. Each waits for a limited time. Then its answer is late. */
export class PendingRequests {
  readonly #limitMs: number;
  readonly #pending = new Map<string, Pending>();

  constructor(limitMs: number) {
    assert(limitMs > 0, 'an answer may take some time');
    this.#limitMs = limitMs;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** The question of a request; undefined when nobody waits for its answer. */
  questionOf(requestId: string): Question | undefined {
    return this.#pending.get(requestId)?.question;
  }

  /** @param calledOff is given when nobody wants the answer any more. */
  waitFor(requestId: string, question: Question, calledOff?: AbortSignal): Promise<Answer> {
    assert(!this.#pending.has(requestId), 'each request has an id of its own');
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        calledOff?.removeEventListener('abort', giveUp);
        this.#pending.delete(requestId);
        resolve(answer);
      };
      const giveUp = () => settle({ outcome: 'late' });
      const timer = setTimeout(settle, this.#limitMs, { outcome: 'late' });
      calledOff?.addEventListener('abort', giveUp);
      this.#pending.set(requestId, { question, settle });
    });
  }

  /** @returns false when nobody waits for the answer, or no longer does. */
  settle(requestId: string, answer: Answer): boolean {
    const pending = this.#pending.get(requestId);
    pending?.settle(answer);
    return pending !== undefined;
  }

  settleAll(answer: Answer): void {
    for (const { settle } of [...this.#pending.values()]) settle(answer);
    assert(this.#pending.size === 0, 'nobody waits any more');
  }
}
