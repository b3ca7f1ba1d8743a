import { derived, layoutRecord } from '@fulcrum/memory';
import { kept, type RecordOf } from './kept-fields.ts';

/** The client id of an order that has none. */
export const NO_CLIENT_ID = -1;

/** The fields of an open order's record, in the order in which they are hashed. All of them rest in a book. */
export const ORDER_FIELDS = {
  /** Counts all orders that were ever accepted: its id. Of two orders at a price the one with the lower number comes first. */
  number: kept('number', 'bigint'),
  /** In the market's units. */
  price: kept('number', 'bigint'),
  quantity: kept('number', 'bigint'),
  executed: kept('number', 'bigint'),
  /** In the quote asset's units. */
  executedQuote: kept('number', 'bigint'),
  /** Milliseconds of log time. */
  placedAt: kept('number', 'bigint'),
  /** The user's own number of it, or NO_CLIENT_ID. */
  clientId: kept('number', 'bigint'),
  /** The slot of its account. */
  userId: kept('link', 'uuid'),
  /** The number of its market. */
  market: kept('link', 'text'),
  /** The larger of the two fees when it was placed: so much is locked with a buy, and no fill of it costs more. */
  feePpm: kept('word', 'int'),
  /** The place of the word among those of selfTradePrevention. */
  selfTradePrevention: kept('word', 'int'),
  side: { ...kept('flag', 'text'), values: ['buy', 'sell'] },
  postOnly: { ...kept('flag', 'text'), values: ['no', 'yes'] },
  /** The slot of its user's seat at the market, and its neighbours among the orders there. */
  seat: derived('link'),
  seatPrevious: derived('link'),
  seatNext: derived('link'),
  /** The slot of its level, and its neighbours there. */
  level: derived('link'),
  previous: derived('link'),
  next: derived('link'),
  /** Its hash as it stands in the state's (see SetHash.addNoted). */
  notedHash: derived('hash'),
} as const;

export const ORDER_LAYOUT = layoutRecord(ORDER_FIELDS);

/** An open order as a snapshot keeps it, with the names of its account and its market. */
export interface OrderRecord extends RecordOf<typeof ORDER_FIELDS> {}
