import { parseInstrument } from '@fulcrum/cfd';
import { type Database, firstCandle } from '@fulcrum/db';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { Backoff } from '@fulcrum/log';
import { encodePastCandles, MAX_PAST_CANDLES, type PastCandlesEntry } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { Appender, type Redis, toError } from '@fulcrum/streams';
import type { Venue } from '../venues/venue.ts';
import type { KlineSeconds } from '../venues/venue-klines.ts';
import { type AskedVenue, usualBackoff } from './asking/asked-venue.ts';
import { VenueError } from './asking/fetch-json.ts';
import type { Quote } from './check-quote.ts';
import { fetchPast, NoPastError } from './fetch-past.ts';
import { lacksPast } from './past-pages.ts';
import type { Seldom } from './seldom.ts';

export interface AssetPastParts {
  readonly db: Database;
  readonly shard: number;
  readonly redis: Redis;
  /** The key of the stream for the recorder. */
  readonly key: string;
  /** In the order of preference. All assets share them. */
  readonly venues: readonly AskedVenue[];
  /** An asset's present price; undefined before the first tick. */
  readonly quoteOf: (asset: string) => Quote | undefined;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Limits how often failures are logged, over all assets. */
  readonly tellings: Seldom;
  readonly nowMs: () => number;
  /** Makes the pauses after failures of a venue, and of an asset. */
  readonly backoff?: () => Backoff;
  /** How often a stored past is checked. */
  readonly lookAgainMs?: number;
  /** How long the recorder has to store what it was sent. */
  readonly storedMs?: number;
  /** How long the local venue may be without a past. */
  readonly firstTradeMs?: number;
}

/** The stream's approximate length: 5 MB. What the recorder has missed is asked for again. */
const MAX_ENTRIES = 64;

/** How long the recorder has to store what it was sent. */
const STORED_MS = 5_000;

/** The local venue makes its past up with its first trade, which may be behind its first price. */
const FIRST_TRADE_MS = 60_000;

/** How often a stored past is checked: somebody may have removed wrong candles. */
const LOOK_AGAIN_MS = 60_000;

/** A closed market without a quote within this time will have none before it opens. */
const QUOTE_MS = 30_000;

/** The state of an asset's past for one length of candles. */
interface Length {
  readonly seconds: KlineSeconds;
  readonly backoff: Backoff;
  /** The time of the next step, by the steady clock. */
  dueAt: number;
  /** The start of the past that was passed on. The venue has none before it. */
  begins: number;
}

/**
 * The past of one asset. Only the database shows whether it has arrived. So what is lost on the way, or removed later,
 * is asked for again.
 */
export class AssetPast {
  readonly #parts: AssetPastParts;
  readonly #lengths: readonly Length[];
  readonly #sinceMs = performance.now();
  #running: Promise<void> | undefined;

  constructor(parts: AssetPastParts) {
    const { backoff = usualBackoff } = parts;
    this.#parts = parts;
    // Most people look at minutes first.
    this.#lengths = ([60, 3_600] as const).map((seconds) => ({
      ...{ seconds, backoff: backoff(), dueAt: 0, begins: Number.NEGATIVE_INFINITY },
    }));
  }

  /** The step in progress, if there is one. It never rejects. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** Begins the step that is due, unless one is in progress: an asset uses at most one of a venue's turns. */
  look(settings: InstrumentSettings): void {
    const now = performance.now();
    const due = this.#lengths.filter(({ dueAt }) => dueAt <= now);
    if (this.#running !== undefined || due.length === 0 || !this.#isHeldToQuote(settings)) return;
    this.#running = this.#settle(settings, due).finally(() => {
      this.#running = undefined;
    });
  }

  /** Whether the past can be compared with a quote. A past in wrong units would otherwise go unnoticed. */
  #isHeldToQuote({ asset, mode }: InstrumentSettings): boolean {
    if (this.#parts.quoteOf(asset) !== undefined) return true;
    return mode === 'closed' && performance.now() - this.#sinceMs > QUOTE_MS;
  }

  async #settle(settings: InstrumentSettings, due: readonly Length[]): Promise<void> {
    const { signal, logger, tellings } = this.#parts;
    for (const length of due) {
      const { seconds, backoff } = length;
      const pauseMs = await this.#attempt(settings, length).catch((error) => {
        if (!signal.aborted && tellings.isDue('passing on'))
          logger.warn({ err: toError(error), asset: settings.asset, seconds }, 'the past of an asset has to wait');
        return backoff.next();
      });
      length.dueAt = performance.now() + pauseMs;
    }
  }

  /**
   * @returns the pause before the next step.
   * @throws the failure of the database or of Redis.
   */
  async #attempt(settings: InstrumentSettings, length: Length): Promise<number> {
    const {
      db,
      shard,
      redis,
      key,
      venues,
      quoteOf,
      signal,
      nowMs,
      lookAgainMs = LOOK_AGAIN_MS,
      storedMs = STORED_MS,
    } = this.#parts;
    const { seconds, backoff } = length;
    const { asset } = settings;
    const now = nowMs();
    const instrument = parseInstrument(settings);
    const oldest = await firstCandle(db, shard, asset, seconds);
    if (typeof instrument === 'string' || !lacksPast(oldest, seconds, now) || Number(oldest) <= length.begins) {
      backoff.reset();
      return lookAgainMs;
    }
    const question = { instrument, seconds, now, quote: quoteOf(asset), signal };
    const { past, failures, restingUntil } = await fetchPast(venues, question);
    for (const { venue, error } of failures) this.#tell(venue, asset, seconds, error);
    if (past !== undefined) {
      await passOn(new Appender(redis, key), { asset, seconds, ...past });
      length.begins = past.candles[0]?.start ?? length.begins;
      return Math.max(storedMs, backoff.next());
    }
    if (failures.length > 0) return backoff.next();
    return restingUntil === undefined ? lookAgainMs : restingUntil - performance.now();
  }

  /** Logs a failure: of a silent venue one line for all assets, of a wrong answer a line for each asset. */
  #tell({ name }: Venue, asset: string, seconds: KlineSeconds, err: Error): void {
    const { signal, logger, tellings, firstTradeMs = FIRST_TRADE_MS } = this.#parts;
    const isYoung = performance.now() - this.#sinceMs < firstTradeMs;
    if (isYoung && name === 'local' && err instanceof NoPastError) return;
    const isOfVenue = err instanceof VenueError;
    if (signal.aborted || !tellings.isDue(isOfVenue ? name : `${name} ${asset}`)) return;
    const what = isOfVenue ? 'the venue tells no past now' : 'the past that the venue tells is of no use';
    logger.warn({ err, venue: name, asset, seconds }, `${what}: it is asked again, ever more seldom`);
  }
}

async function passOn(stream: Appender, { candles, ...of }: PastCandlesEntry): Promise<void> {
  for (let at = 0; at < candles.length; at += MAX_PAST_CANDLES) {
    const piece = { ...of, candles: candles.slice(at, at + MAX_PAST_CANDLES) };
    const appended = await stream.append(encodePastCandles(piece), MAX_ENTRIES);
    if (appended.outcome !== 'appended') throw new Error(appended.reason);
  }
}
