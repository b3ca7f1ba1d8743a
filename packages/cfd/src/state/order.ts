import type { RecordOf } from './columns.ts';
import type { CLOSED_ID_COLUMNS, ORDER_COLUMNS } from './order-fields.ts';

/**
 * An open order as it is kept in a snapshot. Prices and quantity are in the units of its asset's instrument. `number`
 * counts the orders in the order in which they were opened; `openedAt` is in milliseconds of log time.
 */
export interface OrderRecord extends RecordOf<typeof ORDER_COLUMNS> {}

/** An order that is about to be opened, with the price that is worked out once. */
export interface NewOrder extends Omit<OrderRecord, 'number' | 'trailingSince' | 'stopKind'> {
  readonly stopKind: StopKind;
  readonly liquidationPrice: number;
}

/** A guaranteed stop-loss closes at its own price. */
export type StopKind = 'plain' | 'guaranteed';

/** What an order's owner may change. */
export type Levels = Pick<NewOrder, 'takeProfit' | 'stopLoss' | 'trailingDistance'>;

/** What is left of an order that was closed in part. */
export type Rest = Pick<NewOrder, 'quantity' | 'margin' | 'liquidationPrice'>;

/** An open order as it was when it was read out of its record. */
export interface Order extends NewOrder {
  readonly number: number;
  readonly slot: number;
}

/** The id of an order that was closed, or given up before it was opened, in milliseconds of log time. */
export interface ClosedIdRecord extends RecordOf<typeof CLOSED_ID_COLUMNS> {}
