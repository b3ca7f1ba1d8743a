import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database } from '@fulcrum/db';
import { followInstruments, KnownInstruments } from '@fulcrum/instruments';
import type { PriceSource, Service, ServiceContext } from '@fulcrum/service';
import { type Redis, RedisConnections, type StreamKeys, streamKeys } from '@fulcrum/streams';
import type { PollerConfig } from './config.ts';
import { Drops } from './drops.ts';
import { Feed, type FeedOptions } from './feeds/feed.ts';
import type { Quote } from './past/check-quote.ts';
import { keepPast } from './past/keep-past.ts';
import { PollerMetrics } from './poller-metrics.ts';
import { PriceLog } from './relay/price-log.ts';
import { Relay } from './relay/relay.ts';
import { sourceEvents } from './sources/source-events.ts';
import { Sources } from './sources/sources.ts';
import { venueOf } from './venues/venue.ts';

/** What tests may replace. */
export interface PollerOverrides {
  /** The steady clock: it starts with the milliseconds since 1970, and never jumps. */
  readonly nowMs?: () => number;
  readonly connection?: FeedOptions['connection'];
}

/** Without a relayed tick for this long the poller is not ready, whatever the reason. */
const QUIET_MS = 15_000;
/** How long the last ticks may take to reach Redis when the poller stops. */
const LAST_TICKS_MS = 1_000;
const WATCH_EVERY_MS = 250;

const steadyNowMs = () => performance.timeOrigin + performance.now();

/** Starts relaying. Neither the servers nor the venue have to be there already: all are waited for. */
export async function startPoller(
  context: ServiceContext<PollerConfig>,
  overrides: PollerOverrides = {},
): Promise<Service> {
  return new Poller(context, overrides);
}

/** The parts of the poller: feeds of venues, from which sources choose a tick, which the relay writes to the log. */
class Poller implements Service {
  readonly #context: ServiceContext<PollerConfig>;
  readonly #nowMs: () => number;
  readonly #metrics: PollerMetrics;
  readonly #drops: Drops;
  readonly #connections: RedisConnections;
  readonly #redis: Redis;
  readonly #callbackRedis: Redis;
  readonly #db: Database;
  readonly #keys: StreamKeys;
  readonly #log: PriceLog;
  readonly #relay: Relay;
  readonly #feeds: readonly Feed[];
  readonly #sources: Sources;
  readonly #instruments = new KnownInstruments((settings) => this.#sources.follow(settings));
  readonly #quotes = new Map<string, Quote>();
  readonly #following: Promise<void>;
  readonly #past: Promise<void>;
  readonly #watching: NodeJS.Timeout;
  #lastRelayMs = Number.NEGATIVE_INFINITY;
  #instrumentFault: string | undefined = 'the instruments have not been read';

  constructor(context: ServiceContext<PollerConfig>, { nowMs = steadyNowMs, connection = {} }: PollerOverrides) {
    const { config, logger, metrics: registry, waits, fail } = context;
    this.#context = context;
    this.#nowMs = nowMs;
    this.#metrics = new PollerMetrics(registry, () => this.#sources.faults());
    this.#drops = new Drops(this.#metrics, logger, nowMs);
    this.#connections = new RedisConnections(config, (error) => logger.warn({ err: error }, 'Redis connection'));
    const connect = () => waits.watch('Redis', this.#connections.open());
    [this.#redis, this.#callbackRedis] = [connect(), connect()];
    this.#db = connectDatabase(config.DATABASE_URL, 1);
    this.#keys = streamKeys(config.SHARD);
    this.#log = new PriceLog(this.#redis, this.#keys, (asset) => this.#sources.fields(asset));
    this.#relay = this.#newRelay();
    this.#feeds = config.PRICE_SOURCE.map((name) => this.#newFeed(name, connection));
    this.#sources = this.#newSources();
    this.#following = this.#followInstruments().catch(fail);
    this.#past = this.#keepPast().catch(fail);
    this.#watching = setInterval(() => this.#sources.watch(), WATCH_EVERY_MS);
  }

  notReady(): string | undefined {
    const redisFault = this.#connections.notReady() ?? (this.#log.isConnected ? undefined : 'Redis is not connected');
    if (redisFault !== undefined) return redisFault;
    if (this.#instrumentFault !== undefined) return this.#instrumentFault;
    if (this.#instruments.all().length === 0) return 'the log has no instrument yet';
    if (!this.#feeds.some(({ isConnected }) => isConnected)) return 'the venue is not connected';
    const faults = [...this.#sources.faults()].flatMap(([asset, fault]) =>
      fault === undefined ? [] : `${asset}: ${fault}`,
    );
    if (faults.length > 0) return faults.join('; ');
    return this.#nowMs() - this.#lastRelayMs > QUIET_MS ? 'no tick was relayed for 15 s' : undefined;
  }

  async stop(): Promise<void> {
    clearInterval(this.#watching);
    if (this.#instrumentFault === undefined) await Promise.all(this.#feeds.map((feed) => feed.stop()));
    await Promise.race([this.#relay.settled(), sleep(LAST_TICKS_MS, undefined, { ref: false })]);
    this.#redis.disconnect();
    this.#connections.close();
    await Promise.all([this.#following, this.#past]);
    this.#callbackRedis.disconnect();
    await this.#db.$disconnect();
  }

  #newRelay(): Relay {
    return new Relay({
      toEngine: (tick) => this.#log.toEngine(tick),
      toScreens: (tick) => this.#log.toScreens(tick),
      onRelayed: ({ asset }, stream, atMs) => {
        this.#metrics.countRelayed(asset, stream, atMs);
        if (stream === 'engine') this.#lastRelayMs = atMs;
      },
      onDropped: (reason, detail) => this.#drops.count(reason, detail),
      nowMs: this.#nowMs,
    });
  }

  #newFeed(name: PriceSource, connection: NonNullable<FeedOptions['connection']>): Feed {
    const { config, logger } = this.#context;
    const venue = venueOf(name, config);
    const feed: Feed = new Feed({
      ...{ venue, logger, nowMs: this.#nowMs, connection, maxLagMs: config.MAX_FEED_LAG_MS },
      onTick: (tick) => this.#sources.take(feed, tick),
      onDropped: (reason, detail) => this.#drops.count(reason, detail),
      onRounded: (asset) => this.#metrics.countRounded(asset),
      onConnected: (number) => {
        if (number > 1) this.#metrics.reconnections.inc();
        logger.info({ venue: name, url: venue.url, number }, 'connected to the venue');
      },
    });
    return feed;
  }

  #newSources(): Sources {
    const { config, logger } = this.#context;
    return new Sources({
      ...{ feeds: this.#feeds, nowMs: this.#nowMs },
      ...{ maxDeviationBps: config.MAX_SOURCE_DEVIATION_BPS, maxLagMs: config.MAX_FEED_LAG_MS },
      ...sourceEvents(this.#metrics, logger),
      onTick: (tick) => {
        this.#quotes.set(tick.asset, { bid: tick.bid, atMs: this.#nowMs() });
        this.#relay.offer(tick);
      },
    });
  }

  #followInstruments(): Promise<void> {
    const { signal, logger } = this.#context;
    return followInstruments(this.#instruments, {
      ...{ db: this.#db, redis: this.#callbackRedis, keys: this.#keys, signal },
      onLoaded: () => this.#startFeeds(),
      onError: (error) => {
        logger.warn({ err: error }, 'following the instruments is interrupted');
        if (this.#instrumentFault !== undefined)
          this.#instrumentFault = `the instruments cannot be read: ${error.message}`;
      },
    });
  }

  /** The feeds start once, when the instruments are known. */
  #startFeeds(): void {
    if (this.#instrumentFault === undefined) return;
    this.#instrumentFault = undefined;
    const { config, logger } = this.#context;
    const assets = this.#instruments.all().map(({ asset }) => asset);
    logger.info({ assets, sources: config.PRICE_SOURCE }, 'price sources');
    for (const feed of this.#feeds) feed.start();
  }

  #keepPast(): Promise<void> {
    const { signal, logger } = this.#context;
    return keepPast({
      ...{ db: this.#db, shard: this.#keys.shard, redis: this.#redis, key: this.#keys.pastCandles },
      ...{ venues: this.#feeds.map(({ venue }) => venue), signal, logger, nowMs: this.#nowMs },
      instruments: () => this.#instruments.all(),
      quoteOf: (asset) => this.#quotes.get(asset),
    });
  }
}
