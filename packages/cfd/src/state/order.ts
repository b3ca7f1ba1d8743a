import type { RecordOf } from './columns.ts';
import type { CLOSED_ID_COLUMNS, ORDER_COLUMNS } from './order-fields.ts';

/**
 * An open order as it is kept in a snapshot. Prices and quantity are in the units of its asset's instrument. `number`
 * counts the orders in the order in which they were opened; `openedAt` is in milliseconds of log time.
 */
export interface OrderRecord extends RecordOf<typeof ORDER_COLUMNS> {}

/** An order that is about to be opened, with the price that is worked out once. */
export interface NewOrder extends Omit<OrderRecord, 'number'> {
  readonly liquidationPrice: number;
}

/** An open order as it was when it was read out of its record. */
export interface Order extends NewOrder, OrderRecord {
  readonly slot: number;
}

/** The id of an order that was closed, or given up before it was opened, in milliseconds of log time. */
export interface ClosedIdRecord extends RecordOf<typeof CLOSED_ID_COLUMNS> {}
