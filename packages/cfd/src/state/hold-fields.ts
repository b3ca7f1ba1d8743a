import { layoutRecord } from '@fulcrum/memory';
import type { RecordOf } from './columns.ts';
import { columnsOf, kept } from './kept-fields.ts';

/** The fields of a hold's record, as those of an order's (see order-fields.ts). Its table is Hold. */
export const HOLD_FIELDS = {
  /** Counts holds and orders together, in the order in which they came. */
  number: kept('number', 'bigint'),
  amount: kept('amount', 'money'),
  transferId: kept('id', 'uuid'),
  /** The slot of its account. */
  userId: kept('link', 'uuid'),
} as const;

export const HOLD_LAYOUT = layoutRecord(HOLD_FIELDS);

export const HOLD_COLUMNS = columnsOf(HOLD_FIELDS);

/** Money of an account that is put aside to be paid out. */
export interface HoldRecord extends RecordOf<typeof HOLD_COLUMNS> {}
