import { Problem, unavailable } from '@fulcrum/http';
import { Turns } from '../../limits/turns.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { Order, Wanted } from '../ledger/ledger-rows.ts';

/** The most entries of one file or page. */
export const MAX_DOWNLOADED = 100_000;

/** Entries that are in memory at a time, for each download. */
const AT_ONCE = 1_000;

/** Downloads that may be under way at a time: each of them may be read slowly. */
const MAX_DOWNLOADS = 200;

/** Of them so many ask the database at a time: the others wait, and leave connections to everybody else. */
const MAX_QUERIES = 2;

/** Reads long lists of entries, a part at a time as their clients take them: one list of a user at once. */
export class Downloads {
  readonly #ledger: Ledger;
  readonly #turns = new Turns(MAX_QUERIES, MAX_DOWNLOADS);
  readonly #users = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @throws Problem, before the first part, when the user has one under way, or too many others have. */
  async *parts(userId: string, wanted: Wanted, order: Order): AsyncGenerator<readonly LedgerEntry[], void> {
    if (this.#users.has(userId))
      throw new Problem(429, 'too_many_requests', 'Another download of yours is under way.', {}, 5);
    if (this.#users.size >= MAX_DOWNLOADS) throw unavailable('Too many downloads are under way.');
    this.#users.add(userId);
    try {
      yield* this.#read(userId, wanted, order);
    } finally {
      this.#users.delete(userId);
    }
  }

  async *#read(userId: string, wanted: Wanted, order: Order) {
    let rest: Wanted = wanted;
    for (let count = 0; count < MAX_DOWNLOADED; ) {
      const limit = Math.min(AT_ONCE, MAX_DOWNLOADED - count);
      const part = await this.#turns.take(() => this.#ledger.read(userId, rest, order, limit));
      if (part.length > 0) yield part;
      const last = part.at(-1);
      if (part.length < limit || last === undefined) return;
      rest = order === 'asc' ? { ...wanted, gt: last.id } : { ...wanted, lt: last.id };
      count += part.length;
    }
  }
}
