import { invalidInput } from '@fulcrum/http';
import { shardOfRow } from '@fulcrum/protocol';
import type { Ledger } from './ledger.ts';
import type { Order, Wanted } from './ledger-rows.ts';

interface PageOfLedger {
  readonly wanted: Wanted;
  readonly order: Order;
  readonly limit: number;
}

/** One entry more than the page has is asked for: where it is there, another page follows. */
export async function ledgerPage(ledger: Ledger, userId: string, { wanted, order, limit }: PageOfLedger) {
  const found = await ledger.read(userId, wanted, order, limit + 1);
  const last = found[limit - 1];
  const nextCursor = found.length > limit && last !== undefined ? { nextCursor: last.id } : {};
  return { entries: found.slice(0, limit), ...nextCursor };
}

/** @throws Problem when the cursor is an entry of another shard. */
export function ownEntry(shard: number, cursor: string): string {
  if (shardOfRow(cursor.slice(0, -2)) === shard) return cursor;
  throw invalidInput({ cursor: `must be the nextCursor of an earlier page, and is ${cursor}` });
}
