import { type LogId, logTime } from '@fulcrum/core';
import type { Database } from '@fulcrum/db';
import {
  concernsInstruments,
  type HeldPrice,
  type InstrumentSettings,
  type InstrumentSource,
  KnownInstruments,
  loadInstruments,
  loadSnapshot,
} from '@fulcrum/instruments';
import { type JsonEvent, type PriceTick, priceTickSchema } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import {
  type Entry,
  endOfStream,
  follow,
  lastEntries,
  OvertakenError,
  pause,
  type Redis,
  toError,
  whenReady,
} from '@fulcrum/streams';
import type { CallbackListener } from '../engine/callbacks.ts';

export interface QuoteView extends PriceTick {
  /** When it reached the log, in milliseconds. */
  readonly time: number;
}

/** The newest ticks among which each asset's last one is looked for at start. */
const RECENT_TICKS = 1_000;
const RETRY_MS = 200;

/** What the API knows of the market: the instruments' settings and the last tick of each. */
export class MarketView implements CallbackListener {
  readonly #instruments = new KnownInstruments();
  readonly #quotes = new Map<string, QuoteView>();
  readonly #onGap: () => void;
  #isLoaded = false;

  /** @param onGap has to have the instruments loaded anew. */
  constructor(onGap: () => void = () => {}) {
    this.#onGap = onGap;
  }

  instruments(): InstrumentSettings[] {
    return this.#instruments.all();
  }

  instrument(asset: string): InstrumentSettings | undefined {
    return this.#instruments.get(asset);
  }

  heldPrice(asset: string): HeldPrice | undefined {
    return this.#instruments.heldPrice(asset);
  }

  quotes(): QuoteView[] {
    return [...this.#quotes.values()].sort((a, b) => a.asset.localeCompare(b.asset));
  }

  /** Whether the instruments have been read, if only out of the last snapshot. */
  get isLoaded(): boolean {
    return this.#isLoaded || this.#instruments.all().length > 0;
  }

  async loadInstruments(source: InstrumentSource): Promise<void> {
    await loadInstruments(this.#instruments, source);
    this.#isLoaded = true;
  }

  /** What can be known while Redis is away. */
  async loadSnapshot(db: Database): Promise<void> {
    await loadSnapshot(this.#instruments, db);
  }

  concerns(events: string): boolean {
    return concernsInstruments(events);
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    this.#instruments.takeEvent(event, callback);
  }

  /** What was set in the gap is in the snapshot, or behind it. */
  onGap(): void {
    this.#onGap();
  }

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
