import { layoutRecord } from '@fulcrum/memory';
import { derived, kept } from './kept-fields.ts';

/** The client id of an order that has none. */
export const NO_CLIENT_ID = -1;

/** The fields of an open order's record, in the order in which they are hashed. All of them rest in a book. */
export const ORDER_FIELDS = {
  /** Counts all orders that were ever accepted: its id. Of two orders at a price the one with the lower number comes first. */
  number: kept('number'),
  /** In the market's units. */
  price: kept('number'),
  quantity: kept('number'),
  executed: kept('number'),
  /** In the quote asset's units. */
  executedQuote: kept('number'),
  /** Milliseconds of log time. */
  createdAt: kept('number'),
  /** The user's own number of it, or NO_CLIENT_ID. */
  clientId: kept('number'),
  /** The slot of its account. */
  userId: kept('link'),
  /** The number of its market. */
  market: kept('link'),
  /** The larger of the two fees when it was placed: so much is locked with a buy, and no fill of it costs more. */
  feePpm: kept('word'),
  /** The place of the word among those of selfTradePrevention. */
  selfTradePrevention: kept('word'),
  side: { ...kept('flag'), values: ['buy', 'sell'] },
  postOnly: { ...kept('flag'), values: ['no', 'yes'] },
  /** The slot of its user's seat at the market, and its neighbours among the orders there. */
  seat: derived('link'),
  seatPrevious: derived('link'),
  seatNext: derived('link'),
  /** The slot of its level, and its neighbours there. */
  level: derived('link'),
  previous: derived('link'),
  next: derived('link'),
} as const;

export const ORDER_LAYOUT = layoutRecord(ORDER_FIELDS);
