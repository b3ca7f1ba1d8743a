import { type LogId, logTime } from '@fulcrum/log';
import { type BookTicker, bookTickerStream, type PriceTick } from '@fulcrum/protocol';
import { dataFrame } from '../sockets/frames.ts';

/** Microseconds in the millisecond of an entry's id. */
const MICROS = 1_000;

/**
 * A growing number for a tick, made from its entry's id, so that it goes on growing when this process is started anew
 * and is the same in every process.
 *
 * @param last the number of the tick before; the new one is greater even if a millisecond had a thousand entries.
 */
export function updateIdOf(id: LogId, last: number): number {
  const sequence = Number(id.slice(id.indexOf('-') + 1));
  return Math.max(logTime(id) * MICROS + sequence, last + 1);
}

/** The message for a tick, in the venues' letters. */
export function tickerFrame(tick: PriceTick, id: LogId, updateId: number): Buffer {
  const eventTime = logTime(id) * MICROS;
  const exchangeTime = Number(tick.exchangeTime);
  const isKnown = tick.exchangeTime !== '' && Number.isSafeInteger(exchangeTime);
  const data: BookTicker = {
    e: 'bookTicker',
    E: eventTime,
    s: tick.asset,
    b: tick.bid,
    B: tick.bidQuantity,
    a: tick.ask,
    A: tick.askQuantity,
    u: updateId,
    T: isKnown ? exchangeTime : eventTime,
  };
  return dataFrame(bookTickerStream(tick.asset), data);
}
