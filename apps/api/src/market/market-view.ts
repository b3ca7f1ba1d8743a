import { callbackId, type LogId, logTime } from '@fulcrum/core';
import { type Database, readCheckpoint } from '@fulcrum/db';
import {
  decodeEvents,
  type InstrumentSetEvent,
  type JsonEvent,
  type PriceTick,
  priceTickSchema,
} from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import {
  type Entry,
  endOfStream,
  entriesAfter,
  follow,
  lastEntries,
  OvertakenError,
  pause,
  type Redis,
  toError,
  whenReady,
} from '@fulcrum/streams';
import type { CallbackListener } from '../engine/callbacks.ts';

export type InstrumentView = Omit<InstrumentSetEvent, 'type' | 'requestId'>;

export interface QuoteView extends PriceTick {
  /** When it reached the log, in milliseconds. */
  readonly time: number;
}

/** The newest ticks among which each asset's last one is looked for at start. */
const RECENT_TICKS = 1_000;
const RETRY_MS = 200;

/** What the API knows of the market: the instruments' settings and the last tick of each. */
export class MarketView implements CallbackListener {
  readonly #instruments = new Map<string, InstrumentView>();
  readonly #quotes = new Map<string, QuoteView>();

  instruments(): InstrumentView[] {
    return [...this.#instruments.values()].sort((a, b) => a.asset.localeCompare(b.asset));
  }

  instrument(asset: string): InstrumentView | undefined {
    return this.#instruments.get(asset);
  }

  quotes(): QuoteView[] {
    return [...this.#quotes.values()].sort((a, b) => a.asset.localeCompare(b.asset));
  }

  /** Reads the settings out of the last snapshot and the results behind it. */
  async loadInstruments(db: Database, redis: Redis, callbackKey: string): Promise<void> {
    const checkpoint = await readCheckpoint(db, 'engine');
    for (const row of await db.instrument.findMany()) {
      const quantity = (amount: { toFixed(digits: number): string }) => amount.toFixed(row.quantityDecimals);
      const { minQuantity, maxQuantity, maxQuoteAgeMs } = row;
      const quantities = { minQuantity: quantity(minQuantity), maxQuantity: quantity(maxQuantity) };
      this.#instruments.set(row.asset, { ...row, ...quantities, maxQuoteAgeMs: Number(maxQuoteAgeMs) });
    }
    for await (const { id, fields } of entriesAfter(redis, callbackKey, callbackId(checkpoint, 0)))
      if (this.concerns(fields.events ?? ''))
        for (const event of decodeEvents(fields.events ?? '')) this.onEvent(event, id);
  }

  concerns(events: string): boolean {
    return events.includes('"instrument-set"');
  }

  onEvent(event: JsonEvent, _callback: LogId): void {
    if (event.type !== 'instrument-set') return;
    const { type: _type, requestId: _requestId, ...instrument } = event;
    this.#instruments.set(instrument.asset, instrument);
  }

  onGap(): void {}

  onPassed(): void {}

  /** Keeps the last tick of each asset until the signal is given. */
  async followPrices(redis: Redis, key: string, signal: AbortSignal, logger: Logger): Promise<void> {
    const onError = (error: Error) => logger.warn({ err: error }, 'reading price-stream is interrupted');
    while (!signal.aborted) {
      try {
        await whenReady(redis, signal);
        const recent = await lastEntries(redis, key, RECENT_TICKS);
        for (const entry of recent) this.#takeTick(entry);
        const from = recent.at(-1)?.id ?? (await endOfStream(redis, key));
        for await (const batch of follow({ redis, key, from, signal, onError }))
          for (const entry of batch) this.#takeTick(entry);
      } catch (error) {
        // Being overtaken by the cap on price-stream only costs old ticks.
        if (!signal.aborted && !(error instanceof OvertakenError)) onError(toError(error));
        await pause(RETRY_MS, signal).catch(() => {});
      }
    }
  }

  #takeTick({ id, fields }: Entry): void {
    const tick = priceTickSchema.safeParse(fields);
    if (tick.success) this.#quotes.set(tick.data.asset, { ...tick.data, time: logTime(id) });
  }
}
