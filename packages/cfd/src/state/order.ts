import type { Position } from '../numbers/money.ts';

/** An open order as it is kept in a snapshot. Prices and quantity are in the units of its asset's instrument. */
export interface OrderRecord extends Position {
  readonly orderId: string;
  /** Counts the orders in the order in which they were opened. */
  readonly number: number;
  readonly userId: string;
  readonly asset: string;
  readonly leverage: number;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  /** How much worse than the expected price it filled. */
  readonly slippage: number;
  /** Milliseconds of log time. */
  readonly openedAt: number;
}

/** An order that is about to be opened, with the price that is worked out once. */
export interface NewOrder extends Omit<OrderRecord, 'number'> {
  readonly liquidationPrice: number;
}

/** An open order as it was when it was read out of its record. */
export interface Order extends NewOrder, OrderRecord {
  readonly slot: number;
}
