import type { Side } from '@fulcrum/cfd';

/** The ticket's fields as they were typed. */
export interface TicketForm {
  readonly side: Side;
  readonly kind: OrderKind;
  /** What a limit or stop order waits for. */
  readonly price: string;
  readonly expiry: ExpiryEntry;
  /** The meaning of the size. */
  readonly sizeBy: SizeBy;
  readonly size: string;
  readonly leverage: string;
  readonly takeProfit: LevelEntry;
  readonly stopKind: StopKind;
  /** Where the stop-loss is, or how far a trailing one follows behind the price. */
  readonly stopLoss: LevelEntry;
  /** Whether it closes positions of the other side, and opens nothing. */
  readonly isReduceOnly: boolean;
  /** In hundredths of a percent of the price; undefined for any. */
  readonly maxSlippageBps: number | undefined;
}

/** Limit and stop orders wait for their price. */
export type OrderKind = 'market' | 'limit' | 'stop';

export type SizeBy = 'quantity' | 'margin' | 'notional';

export type StopKind = 'fixed' | 'trailing' | 'guaranteed';

/** Until when an order waits: until it is cancelled, to the end of this day, or to a moment of local time. */
export interface ExpiryEntry {
  readonly by: 'never' | 'today' | 'time';
  /** As a field of date and time has it, such as "2026-11-30T17:30". */
  readonly text: string;
}

/**
 * A level as a price, as a result in percent of the margin, or as a result in USDC. The distance of a trailing stop as a
 * price, in percent of the price, or as the loss in USDC. An empty text is no level.
 */
export interface LevelEntry {
  readonly by: LevelBy;
  readonly text: string;
}

export type LevelBy = 'price' | 'percent' | 'amount';

export const NO_LEVEL: LevelEntry = { by: 'price', text: '' };

export const NO_STOP = { stopKind: 'fixed', stopLoss: NO_LEVEL } as const;

export const EMPTY_FORM: TicketForm = {
  side: 'buy',
  kind: 'market',
  price: '',
  expiry: { by: 'never', text: '' },
  sizeBy: 'margin',
  size: '',
  leverage: '10',
  takeProfit: NO_LEVEL,
  ...NO_STOP,
  isReduceOnly: false,
  maxSlippageBps: 50,
};
