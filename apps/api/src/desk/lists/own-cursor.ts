import { invalidInput } from '@fulcrum/http';
import { numberOfCursor, shardOfRow } from '@fulcrum/protocol';

/** @throws Problem when the cursor is the row of another shard. */
export function requireOwnRow(shard: number, cursor: string | undefined): void {
  if (cursor !== undefined && shardOfRow(cursor) !== shard) throw foreignCursor();
}

/** @throws Problem when the cursor is an entry of another shard's ledger. */
export function requireOwnEntry(shard: number, cursor: string | undefined): void {
  if (cursor !== undefined && shardOfRow(cursor.slice(0, -2)) !== shard) throw foreignCursor();
}

/** @throws Problem when the cursor is an order of another shard. */
export function requireOwnOrder(shard: number, cursor: string | undefined): void {
  if (cursor !== undefined && numberOfCursor(shard, cursor) === undefined) throw foreignCursor();
}

function foreignCursor() {
  return invalidInput({ after: 'must be the next of the page before' });
}
