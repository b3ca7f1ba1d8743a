export { AccountPages, type PageRequest } from './account-pages.ts';
export { ACCOUNT_READS_MS, readsFor } from './account-reads.ts';
export { answerEntry, applyEntry, beginEntry, type LogEntry, takeEntry } from './apply-entry.ts';
export { type BookTicker, bookTickerSchema, bookTickerStream } from './book-ticker.ts';
export { type CommandData, type CommandType, commandSchemas, decodeCommand, MAX_ORDERS_PER_PAGE } from './commands.ts';
export { decodeEvents, MAX_EVENTS_PER_ENTRY } from './decode-events.ts';
export { encodeEvent, encodeFigures, printEvents } from './encode-event.ts';
export * from './events.ts';
export { causeOfRow, HISTORY_ID, historyId, historyIds } from './history-id.ts';
export { newOrderId, timeOfOrderId } from './order-id.ts';
export {
  decodePastCandles,
  encodePastCandles,
  MAX_PAST_CANDLES,
  type PastCandle,
  type PastCandlesEntry,
} from './past-candles.ts';
export { type PriceTick, priceTickSchema, readSources, type SourceReport, sourceReportSchema } from './price-tick.ts';
export { repeatedKey } from './repeated-key.ts';
export { decodeReply, encodeReply, type Reply } from './reply.ts';
export { ACCOUNT_STREAM, MARKET_STREAM, type SocketRequest, socketRequestSchema } from './socket.ts';
export * from './values.ts';
