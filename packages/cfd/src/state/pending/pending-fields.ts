import { derived, layoutRecord } from '@fulcrum/memory';
import type { RecordOf } from '../columns.ts';
import { columnsOf, kept } from '../kept-fields.ts';
import type { StopKind } from '../order.ts';

/** Stands for the slippage of an order whose price may be any. */
export const ANY_SLIPPAGE = -1;

/** The fields of a pending order's record, as those of an order's (see order-fields.ts). Its table is PendingOrder. */
export const PENDING_FIELDS = {
  /** Counts orders of all kinds in the order in which they came. */
  number: kept('number', 'bigint'),
  price: kept('number', 'price'),
  quantity: kept('number', 'quantity'),
  takeProfit: kept('number?', 'price?'),
  stopLoss: kept('number?', 'price?'),
  trailingDistance: kept('number?', 'price?'),
  /** In ten-thousandths of its price, or ANY_SLIPPAGE. */
  maxSlippageBps: kept('number', 'bigint'),
  /** Milliseconds of log time, like the next one. */
  expiresAt: kept('number?', 'bigint?'),
  placedAt: kept('number', 'bigint'),
  orderId: kept('id', 'uuid'),
  /** The slot of its account. */
  userId: kept('link', 'uuid'),
  leverage: kept('word', 'int'),
  /** The number of its market. */
  asset: kept('link', 'text'),
  side: { ...kept('flag', 'side'), values: ['buy', 'sell'] },
  orderType: { ...kept('flag', 'text'), values: ['limit', 'stop'] },
  stopKind: { ...kept('flag', 'text'), values: ['plain', 'guaranteed'] },
  /** Whether it may open a position, or close others alone. */
  effect: { ...kept('flag', 'text'), values: ['any', 'reduce_only'] },
  /** Its own hash, as the state's contains it. */
  notedHash: derived('hash'),
  /** Its places in the heaps of its market and of expiries. */
  pricePlace: derived('word'),
  expiryPlace: derived('word'),
  /** Whether it is in its account's list, in which it may be the only one. */
  list: { ...derived('flag'), values: ['none', 'one'] },
  previous: derived('link'),
  next: derived('link'),
} as const;

export const PENDING_LAYOUT = layoutRecord(PENDING_FIELDS);

export const PENDING_COLUMNS = columnsOf(PENDING_FIELDS);

/** An order that waits for its price, as it is kept in a snapshot. */
export interface PendingRecord extends RecordOf<typeof PENDING_COLUMNS> {}

/** An order that is about to be placed. */
export interface NewPending extends Omit<PendingRecord, 'number' | 'orderType' | 'stopKind' | 'effect'> {
  readonly orderType: 'limit' | 'stop';
  readonly stopKind: StopKind;
  readonly effect: 'any' | 'reduce_only';
}

/** A pending order as it was when it was read out of its record. */
export interface Pending extends NewPending {
  readonly number: number;
  readonly slot: number;
}

/** What its owner may change. */
export type PendingChange = Pick<Pending, 'price' | 'takeProfit' | 'stopLoss' | 'trailingDistance' | 'expiresAt'>;
