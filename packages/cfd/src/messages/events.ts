import type { Money, Side } from '../numbers/money.ts';
import type { Instrument } from '../rules/instrument.ts';

/**
 * What the core answers (DESIGN, section 3). Prices and quantities are in the units of `instrument`, money in
 * millionths, times in milliseconds of log time.
 */
export type Event =
  | InstrumentSet
  | RulesSet
  | PriceHeld
  | PriceReleased
  | AccountCreated
  | OrderCreated
  | OrderUpdated
  | OrderClosed
  | Rejected
  | AccountReport
  | OrderReport;

export type RejectionCode =
  | 'invalid_command'
  | 'unknown_asset'
  | 'unknown_account'
  | 'unknown_order'
  | 'duplicate_order'
  | 'expired'
  | 'market_closed'
  | 'close_only'
  | 'invalid_quantity'
  | 'invalid_leverage'
  | 'too_many_orders'
  | 'no_price'
  | 'stale_price'
  | 'invalid_take_profit'
  | 'invalid_stop_loss'
  | 'slippage_exceeded'
  | 'immediate_liquidation'
  | 'insufficient_balance';

export type CloseReason = 'manual' | 'take_profit' | 'stop_loss' | 'liquidation';

export interface InstrumentSet {
  readonly type: 'instrument-set';
  readonly requestId: string | undefined;
  readonly instrument: Instrument;
}

export interface RulesSet {
  readonly type: 'rules-set';
  readonly requestId: string | undefined;
  readonly version: number;
}

/** A tick that is held until another one confirms it. */
export interface PriceHeld {
  readonly type: 'price-held';
  readonly instrument: Instrument;
  readonly bid: number;
  readonly ask: number;
  readonly source: string | undefined;
  readonly heldSince: number;
}

/** A tick that was held, and is not any more. */
export interface PriceReleased extends Omit<PriceHeld, 'type'> {
  readonly type: 'price-released';
  readonly outcome: 'confirmed' | 'dropped';
}

export interface AccountCreated {
  readonly type: 'account-created';
  readonly requestId: string;
  readonly userId: string;
  readonly balance: Money;
}

/** The fields of an open order that never change, save its two levels. */
export interface OrderFields {
  readonly instrument: Instrument;
  readonly orderId: string;
  readonly userId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly leverage: number;
  readonly openPrice: number;
  readonly margin: Money;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  readonly liquidationPrice: number;
  readonly slippage: number;
  readonly openedAt: number;
}

export interface OrderCreated extends OrderFields {
  readonly type: 'created';
  readonly requestId: string;
  readonly balance: Money;
}

export interface OrderUpdated {
  readonly type: 'updated';
  readonly requestId: string;
  readonly instrument: Instrument;
  readonly orderId: string;
  readonly userId: string;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
}

export interface OrderClosed {
  readonly type: 'closed';
  /** Undefined unless somebody asked for it. */
  readonly requestId: string | undefined;
  readonly instrument: Instrument;
  readonly orderId: string;
  readonly userId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly leverage: number;
  readonly openPrice: number;
  readonly closePrice: number;
  readonly margin: Money;
  readonly pnl: Money;
  readonly payout: Money;
  readonly reason: CloseReason;
  readonly slippage: number;
  readonly balance: Money;
  readonly openedAt: number;
  readonly closedAt: number;
}

export interface Rejected {
  readonly type: 'rejected';
  readonly requestId: string;
  readonly orderId: string | undefined;
  readonly userId: string | undefined;
  readonly code: RejectionCode;
  readonly message: string;
}

/** An open order, valued at the price at which it would close now. */
export interface ValuedOrder extends OrderFields {
  readonly currentPrice: number;
  readonly unrealizedPnl: Money;
}

/** `marginLevel` is in hundredths of a percent, undefined without open orders. */
export interface AccountFigures {
  readonly balance: Money;
  readonly usedMargin: Money;
  readonly unrealizedPnl: Money;
  readonly equity: Money;
  readonly freeMargin: Money;
  readonly marginLevel: bigint | undefined;
}

export interface AccountReport extends AccountFigures {
  readonly type: 'account';
  readonly requestId: string;
  readonly userId: string;
  /** Absent where the figures alone were asked for. */
  readonly orders?: readonly ValuedOrder[];
  /** The number of the last of these orders, when there are more behind it. */
  readonly next?: number;
}

export interface OrderReport {
  readonly type: 'order';
  readonly requestId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly status: 'open' | 'closed' | 'unknown';
  readonly order: ValuedOrder | undefined;
}
