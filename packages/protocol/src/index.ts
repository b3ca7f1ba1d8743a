export { applyEntry, type LogEntry, takeEntry } from './apply-entry.ts';
export { type BookTicker, bookTickerSchema, bookTickerStream } from './book-ticker.ts';
export { type CommandData, type CommandType, commandSchemas, decodeCommand } from './commands.ts';
export { decodeEvents, MAX_EVENTS_PER_ENTRY } from './decode-events.ts';
export { encodeEvent, encodeFigures } from './encode-event.ts';
export * from './events.ts';
export { type PriceTick, priceTickSchema } from './price-tick.ts';
export { ACCOUNT_STREAM, type SocketRequest, socketRequestSchema } from './socket.ts';
export * from './values.ts';
