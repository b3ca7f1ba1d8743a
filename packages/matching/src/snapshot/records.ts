import type { MarketSettings } from '../messages/settings.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { BalanceRecord } from '../state/balances.ts';
import type { OrderRecord } from '../state/order-fields.ts';

export type { AccountRecord, BalanceRecord, OrderRecord };

/** An asset as a snapshot keeps it. Amounts are in its units. */
export interface AssetRecord {
  readonly asset: string;
  /** Counts the assets in the order in which they were set. */
  readonly number: number;
  readonly decimals: number;
  readonly deposited: number;
  readonly fees: number;
}

/** A market as a snapshot keeps it: its settings and figures. Its book follows from the orders. */
export interface MarketRecord {
  readonly number: number;
  readonly settings: MarketSettings;
  readonly tradeId: number;
  readonly updateId: number;
  /** The prices of its last trades, the oldest first. */
  readonly lastPrices: readonly number[];
}

/** The figures that belong to the state as a whole. */
export interface Totals {
  /** The number of the next order that is accepted. */
  readonly nextOrderNumber: number;
}
