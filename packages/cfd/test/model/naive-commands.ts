import type { LimitTexts } from './naive-limits.ts';
import type { LaterSettings, OrderType, Side } from './orders/naive-order.ts';

/** The commands, once their shape is known to be right. Amounts are still text. */

export interface Asked {
  requestId?: string;
}

export interface SetInstrument extends Asked, LaterSettings {
  asset: string;
  priceDecimals: number;
  quantityDecimals: number;
  minQuantity: string;
  maxQuantity: string;
  maxLeverage: number;
  maxQuoteAgeMs: number;
}

export interface SetGroup extends Asked, LimitTexts {
  group: string;
  positionMode?: PositionMode;
}

export interface Tick {
  asset: string;
  bid: string;
  ask: string;
  exchangeTime?: number | string;
  source?: string;
}

/** Who asked, where that is not the account's owner. */
export interface Acted {
  actor?: string | undefined;
}

/** A price that people set. */
export interface SetPrice {
  requestId: string;
  asset: string;
  bid: string;
  ask: string;
}

export interface OfAccount extends Acted {
  requestId: string;
  userId: string;
}

export interface OfOrder extends OfAccount {
  orderId: string;
}

export interface OfTransfer extends OfAccount {
  transferId: string;
}

/** A command that may be carried out only until a time. */
export interface Perishable {
  validUntil?: number;
}

export interface CreateOrder extends OfOrder, Perishable {
  asset: string;
  side: Side;
  quantity: string;
  leverage: number;
  takeProfit?: string;
  stopLoss?: string;
  expectedPrice?: string;
  maxSlippageBps?: number;
  orderType?: 'market' | OrderType;
  price?: string;
  expiresAt?: number;
  trailingDistance?: string;
  guaranteed?: boolean;
  reduceOnly?: boolean;
}

export interface UpdateOrder extends OfOrder, Perishable {
  takeProfit?: string | null;
  stopLoss?: string | null;
  price?: string;
  expiresAt?: number | null;
  trailingDistance?: string | null;
}

export interface CloseOrder extends OfOrder, Perishable {
  quantity?: string;
  openQuantity?: string;
}

/** close-all and cancel-all. */
export interface OfAll extends OfAccount {
  asset?: string;
}

export interface GetAccount extends OfAccount {
  orders?: Page;
  exposure?: boolean;
}

export interface Page {
  limit: number;
  after?: number;
}

export interface SetAccount extends OfAccount {
  rights?: Rights;
  pausedUntil?: number;
  limits?: LimitTexts;
}

export type Rights = 'full' | 'close_only' | 'none';
export type PositionMode = 'hedging' | 'netting';

export interface Transfer extends OfTransfer {
  kind: 'deposit' | 'adjustment';
  amount: string;
  note?: string;
}
