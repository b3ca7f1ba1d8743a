export type {
  AccountFiguresJson,
  ClosingPriceJson,
  CommandData,
  CommandType,
  JsonEvent,
  PendingOrderJson,
  RejectionCode,
  ValuedOrderJson,
} from '@fulcrum/cfd';
export { COUNTRIES } from './account/countries.ts';
export { MAX_PREFERENCES_BYTES, type Preferences, preferencesSchema } from './account/preferences.ts';
export { answerEntry, applyEntry, beginEntry, takeEntry } from './apply-entry.ts';
export { commandSchemas } from './commands/command-schemas.ts';
export { decodeCommand } from './commands/decode-command.ts';
export { decodeEvents, MAX_EVENTS_PER_ENTRY } from './events/decode-events.ts';
export { encodeEvent, encodeFigures, printEvents } from './events/encode-event.ts';
export * from './events/event-schemas.ts';
export { decodeReply, encodeReply, type Reply } from './events/reply.ts';
export {
  callbackOfRow,
  causeOfRow,
  HISTORY_ID,
  historyId,
  historyIds,
  lastHistoryId,
  shardOfRow,
} from './ids/history-id.ts';
export { numberOfCursor, ORDER_CURSOR, orderCursor } from './ids/order-cursor.ts';
export { newOrderId, timeOfOrderId } from './ids/order-id.ts';
export { repeatedKey } from './json/repeated-key.ts';
export { leftOpen, withNewLevels, withNewTerms } from './orders/changed-order.ts';
export { trailedStop, valuedAt } from './orders/valued-at.ts';
export { type BookTicker, bookTickerSchema, bookTickerStream } from './prices/book-ticker.ts';
export {
  decodePastCandles,
  encodePastCandles,
  MAX_PAST_CANDLES,
  type PastCandle,
  type PastCandlesEntry,
} from './prices/past-candles.ts';
export {
  type PriceTick,
  priceTickSchema,
  readSources,
  type SourceReport,
  sourceReportSchema,
} from './prices/price-tick.ts';
export { MAX_ORDERS_PER_PAGE, MAX_PRICES, rejectionCode } from './tables/kind-schemas.ts';
export { type Form, type ShapeOf, shapeOf } from './tables/table-schemas.ts';
export * from './value-schemas.ts';
export { ACCOUNT_STREAM, MARKET_STREAM, type SocketRequest, socketRequestSchema } from './websocket-requests.ts';
