import type { Side } from '@fulcrum/cfd';

/** The ticket's fields as they were typed. */
export interface TicketForm {
  readonly side: Side;
  /** The meaning of the size. */
  readonly sizeBy: SizeBy;
  readonly size: string;
  readonly leverage: string;
  readonly takeProfit: LevelEntry;
  readonly stopLoss: LevelEntry;
  /** In hundredths of a percent of the price; undefined for any. */
  readonly maxSlippageBps: number | undefined;
}

export type SizeBy = 'quantity' | 'margin' | 'notional';

/** A level as a price, as a result in percent of the margin, or as a result in USDC. An empty text is no level. */
export interface LevelEntry {
  readonly by: LevelBy;
  readonly text: string;
}

export type LevelBy = 'price' | 'percent' | 'amount';

export const NO_LEVEL: LevelEntry = { by: 'price', text: '' };

export const EMPTY_FORM: TicketForm = {
  side: 'buy',
  sizeBy: 'margin',
  size: '',
  leverage: '10',
  takeProfit: NO_LEVEL,
  stopLoss: NO_LEVEL,
  maxSlippageBps: 50,
};
