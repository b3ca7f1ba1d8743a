import {
  type Database,
  findTransfer,
  type KnownTransfer,
  readCheckpoint,
  readWithdrawals,
  type Withdrawal,
} from '@fulcrum/db';
import { invalidInput } from '@fulcrum/http';
import type { LogId } from '@fulcrum/log';
import { shardOfRow } from '@fulcrum/protocol';

/** A page of rows, the newest first: those before the row that the cursor names. */
export interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Reads what the recorder has written about money that came and went. */
export class WalletHistory {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  /** The last callback up to which everything is in the history. */
  recordedUpTo(): Promise<LogId> {
    return readCheckpoint(this.#db, this.#shard, 'recorder');
  }

  find(transferId: string): Promise<KnownTransfer | undefined> {
    return findTransfer(this.#db, this.#shard, transferId);
  }

  /** @throws Problem when the cursor is that of another shard. */
  async withdrawals(userId: string, { limit, cursor }: Page) {
    if (cursor !== undefined) this.#assertOwn(cursor);
    const rows = await readWithdrawals(this.#db, { shard: this.#shard, userId, before: cursor, limit: limit + 1 });
    return { withdrawals: rows.slice(0, limit).map(printWithdrawal), ...nextCursor(rows, limit) };
  }

  /** One of the user's withdrawals, if it is in the history. */
  async withdrawal(userId: string, transferId: string) {
    const [row] = await readWithdrawals(this.#db, { shard: this.#shard, userId, transferId, limit: 1 });
    return row && printWithdrawal(row);
  }

  #assertOwn(cursor: string): void {
    if (shardOfRow(cursor) !== this.#shard)
      throw invalidInput({ cursor: `must be the nextCursor of an earlier page, and is ${cursor}` });
  }
}

/** One row more than the page has was asked for: where it is there, another page follows. */
function nextCursor(rows: readonly { readonly id: string }[], limit: number): { nextCursor?: string } {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? { nextCursor: last.id } : {};
}

function printWithdrawal({ transferId, amount, heldAt, outcome, settledAt, note }: Withdrawal) {
  return {
    ...{ transferId, amount, status: outcome ?? 'waiting', heldAt },
    ...(settledAt === null ? {} : { settledAt }),
    ...(note === null ? {} : { note }),
  };
}
