import { InstrumentLearner, type InstrumentSettings, KnownInstruments, loadInstruments } from '@fulcrum/instruments';
import type { LogId } from '@fulcrum/log';
import { endIfEmpty, lastEntries, Reader, type Reading } from '@fulcrum/streams';
import type { FeedParts } from '../feed-parts.ts';
import { inSlices } from '../streams/in-slices.ts';
import { MarketStream } from './market-stream.ts';
import { Prices } from './prices.ts';

/** Enough to hold a tick of every asset. */
const LATEST_TICKS = 1_000;

/** What concerns everybody: the instruments, and their latest prices out of price-stream. */
export class Market {
  readonly prices: Prices;
  /** The stream `market`. */
  readonly events: MarketStream;
  readonly instruments: KnownInstruments;
  readonly reader: Reader;
  /** Absent without a database. */
  readonly #learner: InstrumentLearner | undefined;

  constructor(parts: FeedParts) {
    const { db, commands: redis, keys, signal, logger, fail } = parts;
    this.prices = new Prices(
      (id) => tellInvalid(parts, id),
      () => this.hasLoaded,
    );
    this.events = new MarketStream(() => this.instruments.heldPrices());
    this.instruments = new KnownInstruments(
      (settings) => this.#instrumentSet(settings),
      (event, callback) => {
        this.prices.hold(event, callback);
        this.events.tell(event);
      },
    );
    const onError = (error: Error) =>
      logger.warn({ err: error }, 'the instruments cannot be read: this is tried again');
    const load = db && (() => loadInstruments(this.instruments, { db, redis, keys }));
    this.#learner = load && new InstrumentLearner({ load, signal, onError, fail });
    this.reader = this.#createReader(parts);
  }

  /** Whether the instruments have been read, or cannot be read for now. */
  get hasLoaded(): boolean {
    return this.#learner?.hasTried !== false;
  }

  /** Results went by unread: what they set is read anew. */
  startOver(): void {
    if (this.#learner === undefined) this.instruments.forgetHeldPrices();
    else this.#learner.learn();
  }

  #instrumentSet(settings: InstrumentSettings): void {
    this.prices.learn(settings);
    // What was set before this process started is no news.
    if (this.hasLoaded) this.events.tell({ type: 'instrument-set', ...settings });
  }

  #createReader({ connect, keys, signal, onError, gathering }: FeedParts): Reader {
    const [redis, key] = [connect(), keys.price];
    const begin = async () => {
      const end = await endIfEmpty(redis, key);
      const latest = await lastEntries(redis, key, LATEST_TICKS);
      for (const entry of latest) this.prices.apply(entry);
      const take: Reading['take'] = (entries) =>
        inSlices(
          entries,
          (entry) => this.prices.apply(entry),
          (work) => gathering.during(work),
        );
      return { from: latest.at(-1)?.id ?? end, take };
    };
    return new Reader({ redis, key, signal, begin, onGap: onError, onError });
  }
}

function tellInvalid({ metrics, logger }: FeedParts, id: LogId): void {
  metrics.invalidTicks.inc();
  logger.warn({ id }, 'an entry of price-stream is no tick');
}
