import { readMoney } from '@fulcrum/cfd';
import type { CarriedOver } from './carried-over.ts';
import { type IdRange, isWithin, type LedgerEntry } from './ledger-entry.ts';
import type { KindSum, LedgerRows, Order, Wanted } from './ledger-rows.ts';

/** All entries of an account: the rows of the ledger, and before them what was carried over. They add up to its cash. */
export class Ledger {
  readonly #rows: LedgerRows;
  readonly #carriedOver: CarriedOver;

  constructor(rows: LedgerRows, carriedOver: CarriedOver) {
    this.#rows = rows;
    this.#carriedOver = carriedOver;
  }

  get shard(): number {
    return this.#rows.shard;
  }

  async read(userId: string, wanted: Wanted, order: Order, limit: number): Promise<LedgerEntry[]> {
    const rows = await this.#rows.read(userId, wanted, order, limit);
    // What was carried over is before all rows: no row before it, and nothing behind a row, has to look for it.
    const cannotHaveIt = order === 'desc' ? rows.length === limit : wanted.gt !== undefined;
    const carried = cannotHaveIt ? undefined : await this.#carried(userId, wanted);
    if (carried === undefined) return rows;
    return order === 'desc' ? [...rows, carried] : [carried, ...rows].slice(0, limit);
  }

  /** The newest of these entries. */
  async last(userId: string, range: IdRange): Promise<LedgerEntry | undefined> {
    return (await this.read(userId, range, 'desc', 1))[0];
  }

  /** The entry with which the account begins. */
  async first(userId: string): Promise<LedgerEntry | undefined> {
    return (await this.read(userId, {}, 'asc', 1))[0];
  }

  /** The sums of the kinds that there are. */
  async sums(userId: string, wanted: Wanted): Promise<KindSum[]> {
    const sums = await this.#rows.sums(userId, wanted);
    const carried = await this.#carried(userId, wanted);
    if (carried === undefined) return sums;
    const same = sums.find(({ kind }) => kind === carried.kind);
    const amount = (same?.amount ?? 0n) + readMoney(carried.amount);
    return [{ kind: carried.kind, count: (same?.count ?? 0) + 1, amount }, ...sums.filter((sum) => sum !== same)];
  }

  /** The ids of the entry at this place and of the one behind it, counted from the newest on. */
  async placesFrom(userId: string, wanted: Wanted, place: number): Promise<string[]> {
    return (await this.#rows.read(userId, wanted, 'desc', 2, place)).map(({ id }) => id);
  }

  async #carried(userId: string, { kind, ...range }: Wanted): Promise<LedgerEntry | undefined> {
    if (kind !== undefined && kind !== 'deposit') return undefined;
    const carried = await this.#carriedOver.entry(userId);
    return carried !== undefined && isWithin(carried.id, range) ? carried : undefined;
  }
}
