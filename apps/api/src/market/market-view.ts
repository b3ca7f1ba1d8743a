import type { Database } from '@fulcrum/db';
import type { CallbackListener } from '@fulcrum/engine-client';
import {
  concernsInstruments,
  type HeldPrice,
  type InstrumentSettings,
  type InstrumentSource,
  KnownInstruments,
  loadInstruments,
  loadSnapshot,
} from '@fulcrum/instruments';
import { type Entry, type LogId, logTime } from '@fulcrum/log';
import { type JsonEvent, type PriceTick, priceTickSchema, readSources, type SourceReport } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { endIfEmpty, lastEntries, Reader, type Redis } from '@fulcrum/streams';

export interface QuoteView extends Omit<PriceTick, 'sources' | 'sourceSince'> {
  /** What is known of all sources, and since when this one is used. Absent where there is only one. */
  readonly sources?: readonly SourceReport[];
  readonly sourceSince?: number;
  /** When it reached the log, in milliseconds. */
  readonly time: number;
}

/** The newest ticks among which each asset's last one is looked for at start. */
const RECENT_TICKS = 1_000;

/** What the API knows of the market: the instruments' settings and the last tick of each. */
export class MarketView implements CallbackListener {
  readonly #instruments = new KnownInstruments();
  readonly #quotes = new Map<string, QuoteView>();
  /** When each asset's price changed or was repeated last, by the clock that never jumps. */
  readonly #seenAt = new Map<string, number>();
  readonly #beganAt = performance.now();
  readonly #onGap: () => void;
  #isLoaded = false;

  /** @param onGap is called when results went by unseen. The caller then has the instruments loaded anew. */
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

  /** Reads the instruments of the last snapshot alone, which needs no Redis. */
  async loadSnapshot(db: Database, shard: number): Promise<void> {
    await loadSnapshot(this.#instruments, db, shard);
  }

  concerns(events: string): boolean {
    return concernsInstruments(events);
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    this.#instruments.takeEvent(event, callback);
  }

  /** Settings of the gap are in the snapshot or in the results behind it, so that loading anew finds them. */
  onGap(): void {
    this.#onGap();
  }

  onPassed(): void {}

  /**
   * How old the last sight of an asset's price is if that is more than its `maxQuoteAgeMs`, by the clock that never
   * jumps; undefined if it is not, or if there is no such asset.
   */
  staleForMs(asset: string): number | undefined {
    const ageMs = this.unseenForMs(asset);
    const instrument = this.instrument(asset);
    return instrument !== undefined && ageMs > instrument.maxQuoteAgeMs ? ageMs : undefined;
  }

  /** How long ago an asset's price was seen to change or to be repeated, by the same clock. */
  unseenForMs(asset: string): number {
    return performance.now() - (this.#seenAt.get(asset) ?? this.#beganAt);
  }

  /** Keeps the last tick of each asset until the signal is given. */
  async followPrices(redis: Redis, key: string, signal: AbortSignal, logger: Logger): Promise<void> {
    const begin = async () => {
      const end = await endIfEmpty(redis, key);
      const recent = await lastEntries(redis, key, RECENT_TICKS);
      for (const entry of recent) this.#takeTick(entry, Math.max(0, Date.now() - logTime(entry.id)));
      const take = (entries: readonly Entry[]) => {
        for (const entry of entries) this.#takeTick(entry, 0);
      };
      return { from: recent.at(-1)?.id ?? end, take };
    };
    const onError = (error: Error) => logger.warn({ err: error }, 'reading price-stream is interrupted');
    // A gap costs old ticks alone: price-stream is capped.
    await new Reader({ redis, key, signal, begin, onGap: () => {}, onError }).run();
  }

  /** @param ageMs how long ago it was shown, as far as that is known. */
  #takeTick({ id, fields }: Entry, ageMs: number): void {
    const tick = priceTickSchema.safeParse(fields);
    if (!tick.success) return;
    const { sources, sourceSince, ...data } = tick.data;
    const { asset } = data;
    const reports = readSources(sources);
    this.#quotes.set(asset, {
      ...data,
      ...(reports !== undefined && { sources: reports }),
      ...(sourceSince !== undefined && { sourceSince: Number(sourceSince) }),
      time: logTime(id),
    });
    this.#seenAt.set(asset, Math.max(performance.now() - ageMs, this.#seenAt.get(asset) ?? Number.NEGATIVE_INFINITY));
  }
}
