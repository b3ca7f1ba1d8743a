import { MONEY_DECIMALS } from '@fulcrum/cfd';
import { type Database, readWithdrawals } from '@fulcrum/db';
import { historyPage } from '../lists/page.ts';
import { firstRowOf, lastRowOf } from '../lists/shard-rows.ts';

interface Page {
  readonly limit: number;
  /** The id of the last row of the page before. */
  readonly after?: string | undefined;
}

/** A withdrawal as the desk lists it. */
export interface ShownWithdrawal {
  readonly transferId: string;
  readonly userId: string;
  readonly amount: string;
  readonly status: 'waiting' | 'paid' | 'released';
  readonly heldAt: number | null;
  readonly settledAt: number | null;
  readonly note: string | null;
}

interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** Withdrawals that were decided, and deposits: the newest first. */
export class PastTransfers {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  /** All withdrawals, also those that wait, by when they were asked for. */
  async withdrawals({ limit, after }: Page): Promise<Listed<ShownWithdrawal>> {
    const found = await readWithdrawals(this.#db, { shard: this.#shard, before: after, limit: limit + 1 });
    const { rows, ...next } = historyPage(found, limit);
    const shown = rows.map(({ id: _id, outcome, ...row }) => ({ ...row, status: outcome ?? ('waiting' as const) }));
    return { rows: shown, ...next };
  }

  /** Withdrawals that ended so, by when they did. */
  async decided(status: 'paid' | 'released', page: Page): Promise<Listed<ShownWithdrawal>> {
    const { rows, ...next } = await this.#steps(status, page);
    const transferId = { in: rows.map((row) => row.transferId) };
    const held = await this.#db.transfer.findMany({
      where: { shard: this.#shard, step: 'held', transferId },
      select: { transferId: true, madeAt: true },
    });
    const heldAt = new Map(held.map((row) => [row.transferId, Number(row.madeAt)]));
    const withdrawals = rows.map(({ transferId, userId, amount, madeAt, note }) => ({
      ...{ transferId, userId, amount: amount.toFixed(MONEY_DECIMALS), status, note },
      ...{ heldAt: heldAt.get(transferId) ?? null, settledAt: Number(madeAt) },
    }));
    return { rows: withdrawals, ...next };
  }

  async deposits(page: Page) {
    const { rows, ...next } = await this.#steps('deposit', page);
    const deposits = rows.map(({ transferId, userId, amount, madeAt, note }) => ({
      ...{ transferId, userId, amount: amount.toFixed(MONEY_DECIMALS), note, time: Number(madeAt) },
    }));
    return { rows: deposits, ...next };
  }

  async #steps(step: string, { limit, after }: Page) {
    const id = {
      gte: firstRowOf(this.#shard),
      ...(after === undefined ? { lte: lastRowOf(this.#shard) } : { lt: after }),
    };
    const found = await this.#db.transfer.findMany({
      where: { shard: this.#shard, step, id },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return historyPage(found, limit);
  }
}
