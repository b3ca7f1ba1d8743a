import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '@fulcrum/db';
import { followInstruments, KnownInstruments } from '@fulcrum/instruments';
import type { Service, ServiceContext } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
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

/** What a test may have otherwise. */
export interface PollerOverrides {
  /** The clock: milliseconds since 1970 at the start, from where on it never jumps. */
  readonly nowMs?: () => number;
  readonly connection?: FeedOptions['connection'];
}

/** Without a relayed tick for this long the poller is of no use, whatever the reason. */
const QUIET_MS = 15_000;
/** How long the last ticks may take to reach Redis when the poller stops. */
const LAST_TICKS_MS = 1_000;
const WATCH_EVERY_MS = 250;

const steadyNowMs = () => performance.timeOrigin + performance.now();

/** Starts relaying. Neither the servers nor the venue have to be there already: all are waited for. */
export async function startPoller(
  { config, logger, metrics: registry, waits, signal, fail }: ServiceContext<PollerConfig>,
  { nowMs = steadyNowMs, connection = {} }: PollerOverrides = {},
): Promise<Service> {
  const metrics = new PollerMetrics(registry, () => sources.faults());
  const drops = new Drops(metrics, logger, nowMs);
  const connections = new RedisConnections(config, (error) => logger.warn({ err: error }, 'Redis connection'));
  const connect = () => waits.watch('Redis', connections.open());
  const [redis, callbackRedis] = [connect(), connect()];
  const db = connectDatabase(config.DATABASE_URL, 1);
  const keys = streamKeys(config.SHARD);
  const log = new PriceLog(redis, keys, (asset) => sources.fields(asset));
  const quotes = new Map<string, Quote>();
  let lastRelayMs = Number.NEGATIVE_INFINITY;
  const relay = new Relay({
    toEngine: (tick) => log.toEngine(tick),
    toScreens: (tick) => log.toScreens(tick),
    onRelayed: ({ asset }, stream, atMs) => {
      metrics.countRelayed(asset, stream, atMs);
      if (stream === 'engine') lastRelayMs = atMs;
    },
    onDropped: (reason, detail) => drops.count(reason, detail),
    nowMs,
  });
  const feeds = config.PRICE_SOURCE.map((name): Feed => {
    const venue = venueOf(name, config);
    const feed = new Feed({
      ...{ venue, logger, nowMs, connection, maxLagMs: config.MAX_FEED_LAG_MS },
      onTick: (tick) => sources.take(feed, tick),
      onDropped: (reason, detail) => drops.count(reason, detail),
      onRounded: (asset) => metrics.countRounded(asset),
      onConnected: (number) => {
        if (number > 1) metrics.reconnections.inc();
        logger.info({ venue: name, url: venue.url, number }, 'connected to the venue');
      },
    });
    return feed;
  });
  const sources = new Sources({
    ...{ feeds, nowMs, maxDeviationBps: config.MAX_SOURCE_DEVIATION_BPS, maxLagMs: config.MAX_FEED_LAG_MS },
    ...sourceEvents(metrics, logger),
    onTick: (tick) => {
      quotes.set(tick.asset, { bid: tick.bid, atMs: nowMs() });
      relay.offer(tick);
    },
  });

  const instruments = new KnownInstruments((settings) => sources.follow(settings));
  let instrumentFault: string | undefined = 'the instruments have not been read';
  const onLoaded = () => {
    if (instrumentFault === undefined) return;
    instrumentFault = undefined;
    logger.info({ assets: instruments.all().map(({ asset }) => asset), sources: config.PRICE_SOURCE }, 'price sources');
    for (const feed of feeds) feed.start();
  };
  const following = followInstruments(instruments, {
    ...{ db, redis: callbackRedis, keys, signal, onLoaded },
    onError: (error) => {
      logger.warn({ err: error }, 'following the instruments is interrupted');
      if (instrumentFault !== undefined) instrumentFault = `the instruments cannot be read: ${error.message}`;
    },
  }).catch(fail);
  const past = keepPast({
    ...{
      db,
      shard: keys.shard,
      redis,
      key: keys.pastCandles,
      venues: feeds.map(({ venue }) => venue),
      signal,
      logger,
      nowMs,
    },
    instruments: () => instruments.all(),
    quoteOf: (asset) => quotes.get(asset),
  }).catch(fail);
  const watching = setInterval(() => sources.watch(), WATCH_EVERY_MS);

  return {
    notReady: () => {
      const redisFault = connections.notReady() ?? (log.isConnected ? undefined : 'Redis is not connected');
      if (redisFault !== undefined) return redisFault;
      if (instrumentFault !== undefined) return instrumentFault;
      if (instruments.all().length === 0) return 'the log has no instrument yet';
      if (!feeds.some(({ isConnected }) => isConnected)) return 'the venue is not connected';
      const faults = [...sources.faults()].flatMap(([asset, fault]) =>
        fault === undefined ? [] : `${asset}: ${fault}`,
      );
      if (faults.length > 0) return faults.join('; ');
      return nowMs() - lastRelayMs > QUIET_MS ? 'no tick was relayed for 15 s' : undefined;
    },
    stop: async () => {
      clearInterval(watching);
      if (instrumentFault === undefined) await Promise.all(feeds.map((feed) => feed.stop()));
      await Promise.race([relay.settled(), sleep(LAST_TICKS_MS, undefined, { ref: false })]);
      redis.disconnect();
      connections.close();
      await Promise.all([following, past]);
      callbackRedis.disconnect();
      await db.$disconnect();
    },
  };
}
