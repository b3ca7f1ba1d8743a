import { type Instrument, parseInstrument } from '@fulcrum/cfd';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { Logger } from '@fulcrum/service';
import type { DropReason } from '../poller-metrics.ts';
import { checkTick, type Tick } from '../relay/check-tick.ts';
import { subscription, type Venue } from '../venues/venue.ts';
import { readVenueMessage, type VenueTicker } from '../venues/venue-message.ts';
import { AssetWatch, SILENCE_MS } from './asset-watch.ts';
import { LagMeter } from './lag-meter.ts';
import { UpdateIds } from './update-ids.ts';
import { type Meaning, VenueConnection, type VenueConnectionOptions } from './venue-connection.ts';

export interface FeedOptions {
  readonly venue: Venue;
  readonly maxLagMs: number;
  /** Called with each ticker that counts. */
  readonly onTick: (tick: Tick) => void;
  readonly onDropped: (reason: DropReason, detail: string) => void;
  readonly onRounded: (asset: string) => void;
  readonly onConnected: (connection: number) => void;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  readonly connection?: Partial<Pick<VenueConnectionOptions, 'backoff' | 'connectWithinMs' | 'proveWithinMs'>>;
}

/** The logged length of a malformed message. */
const DETAIL_LENGTH = 300;
/** The most refusals of one connection that are logged. All are counted. */
const MAX_REFUSALS_TOLD = 20;

/** The longest time without a ticker; undefined while the asset is closed. */
export function silenceLimit({ mode, maxQuoteAgeMs }: InstrumentSettings): number | undefined {
  return mode === 'closed' ? undefined : Math.max(SILENCE_MS, maxQuoteAgeMs);
}

/**
 * The prices of one venue. It connects, subscribes, and passes on the tickers that count. Only they are signs of life.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #connection: VenueConnection;
  readonly #bySymbol = new Map<string, Instrument>();
  readonly #watch = new AssetWatch();
  readonly #lag: LagMeter;
  /** Assets whose last ticker came too late. */
  readonly #late = new Set<string>();
  readonly #rounded = new Set<string>();
  #updateIds = new UpdateIds();
  #isRefused = false;
  /** Of the present connection. */
  #refusals = 0;
  #requests = 0;

  constructor(options: FeedOptions) {
    const { venue, logger, nowMs, onConnected, connection, maxLagMs } = options;
    this.#options = options;
    this.#lag = new LagMeter(maxLagMs);
    this.#connection = new VenueConnection({
      ...{ url: venue.url, logger, ...connection },
      subscriptions: () => this.#subscriptions(),
      onMessage: (text) => this.receive(text),
      onConnected: (number) => {
        this.#updateIds = new UpdateIds();
        this.#refusals = 0;
        this.#watch.connected(nowMs());
        onConnected(number);
      },
    });
  }

  get venue(): Venue {
    return this.#options.venue;
  }

  get isConnected(): boolean {
    return this.#connection.isConnected;
  }

  /** The time of the last ticker that counts; undefined before the first. */
  lastTicker(asset: string): number | undefined {
    return this.#watch.lastTicker(asset);
  }

  isLate(asset: string): boolean {
    return this.#late.has(asset);
  }

  start(): void {
    this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** Takes the settings of a new or changed instrument. */
  follow(settings: InstrumentSettings): void {
    const instrument = parseInstrument(settings);
    const symbol = this.venue.symbolOf(settings.asset);
    if (symbol === undefined || typeof instrument === 'string') return;
    const isNew = !this.#bySymbol.has(symbol);
    this.#bySymbol.set(symbol, instrument);
    this.#watch.follow(settings.asset, silenceLimit(settings), this.#options.nowMs());
    if (isNew) this.#connection.send(this.#subscription([symbol]));
  }

  /** Finds silent assets and applies a remedy. To be called several times a second. */
  watch(): void {
    if (!this.isConnected) return;
    const remedy = this.#watch.remedy(this.#options.nowMs());
    if (remedy.do === 'nothing') return;
    const { venue, logger } = this.#options;
    const { asset } = remedy;
    const symbol = asset === undefined ? undefined : venue.symbolOf(asset);
    if (remedy.do === 'subscribe' && symbol !== undefined) {
      logger.warn({ venue: venue.name, asset }, 'the asset is silent while others are not: subscribing again');
      this.#connection.send(this.#subscription([symbol]));
    } else {
      logger.warn({ venue: venue.name, asset }, asset === undefined ? 'the venue is silent' : 'the asset stays silent');
      this.#connection.giveUp();
    }
  }

  /** Takes any message. It never throws. */
  receive(text: string): Meaning {
    const message = readVenueMessage(text);
    if (message.type === 'ticker') return this.#takeTicker(message.ticker, text) ? 'life' : 'nothing';
    if (message.type === 'refusal') return this.#takeRefusal(message.message);
    if (message.type === 'invalid') this.#options.onDropped('invalid', text.slice(0, DETAIL_LENGTH));
    return 'nothing';
  }

  #takeRefusal(said: string): Meaning {
    const { onDropped, logger } = this.#options;
    this.#isRefused = true;
    this.#refusals += 1;
    onDropped('venue_error', said);
    if (this.#refusals <= MAX_REFUSALS_TOLD)
      logger.error({ venue: this.venue.name, said }, 'the venue refused a request');
    return 'refusal';
  }

  /** @returns whether the ticker counts. */
  #takeTicker(ticker: VenueTicker, text: string): boolean {
    const { onDropped, onTick, nowMs, venue, maxLagMs } = this.#options;
    const drop = (reason: DropReason) => {
      onDropped(reason, text.slice(0, DETAIL_LENGTH));
      return false;
    };
    const instrument = this.#bySymbol.get(ticker.symbol);
    if (instrument === undefined) return drop('unknown_asset');
    if (!this.#updateIds.take(ticker.symbol, ticker.updateId)) return drop('old_update');
    const { asset } = instrument;
    const arrivalMs = nowMs();
    const { exchangeTime: time } = ticker;
    if (time !== undefined && this.#lag.measure(arrivalMs, time) > maxLagMs) {
      this.#late.add(asset);
      return drop('lagging');
    }
    // The price may be right although its time is wrong. A time far ahead would stop the asset until it is reached.
    const isVouchedFor = time !== undefined && this.#lag.vouchesFor(arrivalMs, time, Date.now());
    const exchangeTime = isVouchedFor ? time : undefined;
    const checked = checkTick({ ...ticker, exchangeTime }, instrument, venue.sourceOf(asset));
    if (typeof checked === 'string') return drop(checked);
    if (checked.isRounded) this.#tellRounded(asset);
    this.#late.delete(asset);
    this.#watch.ticker(asset, arrivalMs);
    onTick(checked.tick);
    return true;
  }

  /** Counts each rounded ticker, and logs the first: a venue that has made its grid finer keeps it. */
  #tellRounded(asset: string): void {
    this.#options.onRounded(asset);
    if (this.#rounded.has(asset)) return;
    this.#rounded.add(asset);
    const { logger, venue } = this.#options;
    logger.warn({ venue: venue.name, asset }, "the venue's prices are finer than ours: bid rounded down, ask up");
  }

  /**
   * One message for all symbols. After a refusal one for each, so that an unknown symbol does not refuse the others.
   */
  #subscriptions(): string[] {
    const symbols = [...this.#bySymbol.keys()];
    if (symbols.length === 0) return [];
    return this.#isRefused ? symbols.map((symbol) => this.#subscription([symbol])) : [this.#subscription(symbols)];
  }

  #subscription(symbols: readonly string[]): string {
    this.#requests += 1;
    return subscription(this.venue, symbols, this.#requests);
  }
}
