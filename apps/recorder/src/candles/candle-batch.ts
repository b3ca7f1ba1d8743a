import { formatDecimal } from '@fulcrum/cfd';
import { CANDLE_TIERS, type CandleRow } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { type PriceTick, priceTickSchema } from '@fulcrum/protocol';
import { z } from 'zod';
import type { Batch } from '../copying/batch-writer.ts';

/**
 * Above this a batch is full. Three assets make it in an hour and a half, so that PostgreSQL may be away for as long
 * without a tick being missed, although price-stream keeps less than a minute.
 */
const MAX_CANDLES = 20_000;

/** Prices are kept in units of 10^-12, as exactly as the table has them: whatever grid they are on. */
const DECIMALS = 12;
const PRICE = /^(\d{1,26})(?:\.(\d{1,12}))?$/;

interface Candle extends Omit<CandleRow, 'open' | 'high' | 'low' | 'close'> {
  readonly open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  ticks: number;
}

const tickSchema = z.compile<z.ZodType<PriceTick>>(priceTickSchema);

/** What ticks add to the candles of each tier. */
export class CandleBatch implements Batch {
  readonly #candles = new Map<string, Candle>();

  get isFull(): boolean {
    return this.#candles.size >= MAX_CANDLES;
  }

  /**
   * Takes an entry of price-stream. A candle is of the bid, as charts of CFDs are, and its time is log time.
   *
   * @returns false for one that makes no sense, which changes nothing.
   */
  add(id: LogId, fields: Readonly<Record<string, string>>): boolean {
    const tick = tickSchema.safeParse(fields);
    const bid = tick.success ? parsePrice(tick.data.bid) : 0n;
    if (!tick.success || bid <= 0n) return false;
    for (const seconds of CANDLE_TIERS) this.#take(tick.data.asset, seconds, logTime(id), bid);
    return true;
  }

  rows(): CandleRow[] {
    return [...this.#candles.values()].map((candle) => ({
      ...candle,
      open: formatDecimal(candle.open, DECIMALS),
      high: formatDecimal(candle.high, DECIMALS),
      low: formatDecimal(candle.low, DECIMALS),
      close: formatDecimal(candle.close, DECIMALS),
    }));
  }

  #take(asset: string, seconds: number, time: number, bid: bigint): void {
    const start = time - (time % (1_000 * seconds));
    const key = `${asset} ${seconds} ${start}`;
    const candle = this.#candles.get(key);
    if (candle === undefined) {
      this.#candles.set(key, { asset, seconds, start, open: bid, high: bid, low: bid, close: bid, ticks: 1 });
      return;
    }
    if (bid > candle.high) candle.high = bid;
    if (bid < candle.low) candle.low = bid;
    candle.close = bid;
    candle.ticks += 1;
  }
}

/** @returns 0 for what is no price, or none that the table can hold. */
function parsePrice(text: string): bigint {
  const [, whole, fraction = ''] = PRICE.exec(text) ?? [];
  return whole === undefined ? 0n : BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}
