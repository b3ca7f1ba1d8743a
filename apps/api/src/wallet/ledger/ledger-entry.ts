import { MONEY_DECIMALS } from '@fulcrum/cfd';
import type { Prisma } from '@fulcrum/db';
import { historyId } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { ledgerEntry } from './ledger-schemas.ts';

/** A change of somebody's cash, as the API tells of it. */
export type LedgerEntry = z.output<typeof ledgerEntry>;

/** Entries by their ids, which are in the order of the log. */
export interface IdRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
}

/** No entry of a shard that was booked at this time, or later, has an id before this one. */
export function idAt(shard: number, timeMs: number): string {
  return historyId(shard, `${timeMs}-0`, 0);
}

export function isWithin(id: string, { gt, gte, lt, lte }: IdRange): boolean {
  if ((gt !== undefined && id <= gt) || (gte !== undefined && id < gte)) return false;
  return (lt === undefined || id < lt) && (lte === undefined || id <= lte);
}

export function printEntry(row: Prisma.LedgerEntryGetPayload<object>): LedgerEntry {
  const { id, bookedAt, kind, amount, cash, orderId, transferId, note } = row;
  return {
    ...{ id, time: Number(bookedAt), kind: kind as LedgerEntry['kind'] },
    ...{ amount: amount.toFixed(MONEY_DECIMALS), cash: cash.toFixed(MONEY_DECIMALS) },
    ...(orderId === null ? {} : { orderId }),
    ...(transferId === null ? {} : { transferId }),
    ...(note === null ? {} : { note }),
  };
}
