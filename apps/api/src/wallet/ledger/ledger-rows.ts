import { formatDecimal, MONEY_DECIMALS, type Money, readMoney } from '@fulcrum/cfd';
import type { Database } from '@fulcrum/db';
import { type IdRange, idAt, type LedgerEntry, printEntry } from './ledger-entry.ts';

export type Order = 'asc' | 'desc';

/** Which entries of a user are meant. */
export interface Wanted extends IdRange {
  readonly kind?: LedgerEntry['kind'] | undefined;
}

/** Sums of entries of one kind. */
export interface KindSum {
  readonly kind: LedgerEntry['kind'];
  readonly count: number;
  readonly amount: Money;
}

/** Reads the rows of the ledger that the recorder has written. */
export class LedgerRows {
  readonly shard: number;
  readonly #db: Database;
  #begins: number | undefined;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.shard = shard;
  }

  async read(userId: string, wanted: Wanted, order: Order, limit: number, skip = 0): Promise<LedgerEntry[]> {
    const rows = await this.#db.ledgerEntry.findMany({
      where: this.#where(userId, wanted),
      orderBy: { id: order },
      take: limit,
      skip,
    });
    return rows.map(printEntry);
  }

  async sums(userId: string, wanted: Wanted): Promise<KindSum[]> {
    const groups = await this.#db.ledgerEntry.groupBy({
      by: ['kind'],
      where: this.#where(userId, wanted),
      _count: true,
      _sum: { amount: true },
    });
    return groups.map(({ kind, _count: count, _sum: { amount } }) => ({
      kind: kind as LedgerEntry['kind'],
      count,
      amount: readMoney(amount?.toFixed(MONEY_DECIMALS) ?? formatDecimal(0n, MONEY_DECIMALS)),
    }));
  }

  /** When the shard's first entry was booked; undefined while there is none. It never changes. */
  async begins(): Promise<number | undefined> {
    if (this.#begins !== undefined) return this.#begins;
    const where = { shard: this.shard, id: { gte: idAt(this.shard, 0) } };
    const first = await this.#db.ledgerEntry.findFirst({ where, orderBy: { id: 'asc' }, select: { bookedAt: true } });
    this.#begins = first === null ? undefined : Number(first.bookedAt);
    return this.#begins;
  }

  #where(userId: string, { kind, ...id }: Wanted) {
    return { shard: this.shard, userId, id, ...(kind === undefined ? {} : { kind }) };
  }
}
