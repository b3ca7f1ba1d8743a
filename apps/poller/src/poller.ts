import { setTimeout } from 'node:timers/promises';
import type { Instrument } from '@fulcrum/core';
import type { Service, ServiceContext } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import type { PollerConfig } from './config.ts';
import { Drops } from './drops.ts';
import { INSTRUMENT_SETTINGS, INSTRUMENTS } from './instruments.ts';
import { PollerMetrics } from './poller-metrics.ts';
import { PriceLog } from './price-log.ts';
import { Relay } from './relay.ts';
import { sourcesOf, subscription, type Venue, venueOf } from './venue.ts';
import { VenueConnection, type VenueConnectionOptions } from './venue-connection.ts';

/** What a test may have otherwise. */
export interface PollerOverrides {
  /** The clock: milliseconds since 1970. */
  readonly nowMs?: () => number;
  readonly connection?: Partial<Pick<VenueConnectionOptions, 'silenceMs' | 'backoff' | 'connectWithinMs'>>;
}

/** Without a relayed tick for this long the poller is of no use, whatever the reason. */
const QUIET_MS = 15_000;
/** How long the last ticks may take to reach Redis when the poller stops. */
const LAST_TICKS_MS = 1_000;

/** Starts relaying. Neither Redis nor the venue has to be there already: both are waited for. */
export async function startPoller(
  { config, logger, metrics: registry, waits, signal }: Omit<ServiceContext<PollerConfig>, 'fail'>,
  { nowMs = Date.now, connection: connectionOverrides }: PollerOverrides = {},
): Promise<Service> {
  const venue = venueOf(config, INSTRUMENTS.keys());
  const metrics = new PollerMetrics(registry);
  const drops = new Drops(metrics, logger, nowMs);
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const redis = waits.watch('Redis', connections.open());
  const { sourceOf } = venue;
  const keys = streamKeys(config.SHARD);
  const log = new PriceLog({ redis, keys, instruments: INSTRUMENT_SETTINGS, sourceOf, logger, signal });
  let lastRelayMs = Number.NEGATIVE_INFINITY;
  const relay = new Relay({
    instruments: instrumentsBySymbol(venue),
    toEngine: (tick) => log.toEngine(tick),
    toScreens: (tick) => log.toScreens(tick),
    onRelayed: ({ asset }, stream, atMs) => {
      metrics.countRelayed(asset, stream, atMs);
      if (stream === 'engine') lastRelayMs = atMs;
    },
    onDropped: (reason, detail) => drops.count(reason, detail),
    nowMs,
  });
  const connection = new VenueConnection({
    url: venue.url,
    subscription: subscription(venue),
    silenceMs: venue.silenceMs,
    onMessage: (text) => relay.receive(text),
    onConnected: (number) => {
      if (number > 1) metrics.reconnections.inc();
      logger.info({ venue: venue.name, url: venue.url, sources: sourcesOf(venue), number }, 'connected to the venue');
    },
    logger,
    ...connectionOverrides,
  });
  logger.info({ venue: venue.name, url: venue.url, sources: sourcesOf(venue) }, 'price source');
  connection.start();
  return {
    notReady: () => {
      const reason =
        connections.notReady() ?? log.notReady() ?? (connection.isConnected ? undefined : 'the venue is not connected');
      return reason ?? (nowMs() - lastRelayMs > QUIET_MS ? 'no tick was relayed for 15 s' : undefined);
    },
    stop: async () => {
      await connection.stop();
      await Promise.race([relay.settled(), setTimeout(LAST_TICKS_MS, undefined, { ref: false })]);
      redis.disconnect();
      connections.close();
    },
  };
}

function instrumentsBySymbol({ symbols }: Venue): Map<string, Instrument> {
  return new Map(
    [...symbols].flatMap(([asset, symbol]) => {
      const instrument = INSTRUMENTS.get(asset);
      return instrument === undefined ? [] : [[symbol, instrument] as const];
    }),
  );
}
