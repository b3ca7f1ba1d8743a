import { derived, layoutRecord, partOfLayout } from '@fulcrum/memory';
import { columnsOf, kept, keptLater } from './kept-fields.ts';

/**
 * The fields of an order's record, in the order in which they are hashed. Where they stand, how they are read, written,
 * hashed, noted as changed, and kept in the table OpenOrder follows from this table.
 *
 * Whoever adds a field adds a line here (see `keptLater`), a column in a migration, and its value where orders are opened.
 * A line that makes no sense is refused when the program starts.
 */
export const ORDER_FIELDS = {
  /** Counts the orders in the order in which they were opened. */
  number: kept('number', 'bigint'),
  quantity: kept('number', 'quantity'),
  openPrice: kept('number', 'price'),
  margin: kept('amount', 'money'),
  takeProfit: kept('number?', 'price?'),
  stopLoss: kept('number?', 'price?'),
  /** How much worse than the expected price it filled. */
  slippage: kept('number', 'price'),
  /** Milliseconds of log time. */
  openedAt: kept('number', 'bigint'),
  orderId: kept('id', 'uuid'),
  /** The slot of its account. */
  userId: kept('link', 'uuid'),
  leverage: kept('word', 'int'),
  /** How far its stop follows behind the best price, and the number at which that began. */
  trailingDistance: keptLater('number?', 'price?'),
  trailingSince: keptLater('number', 'bigint'),
  /** The number of its market. */
  asset: kept('link', 'text'),
  side: { ...kept('flag', 'side'), values: ['buy', 'sell'] },
  /** Whether its stop-loss closes at its own price. */
  stopKind: { ...keptLater('flag', 'text'), values: ['plain', 'guaranteed'] },
  status: { ...derived('flag'), values: ['open', 'closed'] },
  /** Follows from the position. */
  liquidationPrice: derived('number'),
  /** Milliseconds of log time. */
  closedAt: derived('number'),
  /** Its own hash, as the state's contains it. */
  notedHash: derived('hash'),
  /** Its places in the trigger heaps. */
  stopPlace: derived('word'),
  targetPlace: derived('word'),
  /** Its place among the trailing stops. */
  trailingPlace: derived('word'),
  /** Whether it belongs to a list, in which it may be the only one. */
  list: { ...derived('flag'), values: ['none', 'one'] },
  /** Its neighbours in the list to which it belongs. */
  previous: derived('link'),
  next: derived('link'),
  /** Of a closed id: what it was (see CLOSED_ID_PURPOSE). */
  purpose: derived('word'),
} as const;

/** All of these words are taken. */
const ORDER_WORDS = 42;

export const ORDER_LAYOUT = layoutRecord(ORDER_FIELDS, ORDER_WORDS);

export const ORDER_COLUMNS = columnsOf(ORDER_FIELDS);

/**
 * What a closed id was: of an order that was open, or that ended while it waited, or of a transfer. Orders and transfers share
 * their ids: one that was used may not be used again as the other.
 */
export const CLOSED_ID_PURPOSE = { order: 0, transfer: 1, cancelled: 2 } as const;

/**
 * What is kept of an order, or of a transfer, once it has ended: fields of the same record, in the order in which they are
 * hashed. Its table is ClosedId.
 */
export const CLOSED_ID_FIELDS = {
  closedAt: kept('number', 'bigint'),
  orderId: ORDER_FIELDS.orderId,
  userId: ORDER_FIELDS.userId,
  purpose: keptLater('word', 'int'),
} as const;

export const CLOSED_ID_LAYOUT = partOfLayout(ORDER_LAYOUT, CLOSED_ID_FIELDS);

export const CLOSED_ID_COLUMNS = columnsOf(CLOSED_ID_FIELDS);
