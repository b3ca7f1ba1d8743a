import { connectDatabase } from '@fulcrum/db';
import { ExposureFollower } from '@fulcrum/exposure';
import type { Service, ServiceContext } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import { KeyPair, VenueApi } from '@fulcrum/venue-api';
import type { HedgerConfig } from './config.ts';
import { HedgeMetrics } from './hedge-metrics.ts';
import { WINDOW_MS } from './hedged-market.ts';
import { Hedger } from './hedger.ts';
import { Turn } from './turn.ts';

/** Shorter than a process may take to stop. */
const ANSWER_LIMIT_MS = 4_000;

/** Starts the hedge: it follows what clients have open, and trades at the venue. */
export async function startHedger({
  config,
  logger,
  metrics: registry,
  waits,
  signal,
  fail,
}: ServiceContext<HedgerConfig>): Promise<Service> {
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const redis = waits.watch('Redis', connections.open());
  const db = connectDatabase(config.DATABASE_URL, 2);
  const { ofEngine: keys, shard } = streamKeys(config.SHARD);
  const keyPair = new KeyPair(config.HEDGE_SECRET);
  const api = new VenueApi({ url: config.VENUE_URL, keyPair, windowMs: WINDOW_MS, limitMs: ANSWER_LIMIT_MS });
  const follower = new ExposureFollower({
    ...{ db, keys, redis, signal },
    onKnown: () => logger.info('what clients have open is known'),
    onError: (error) => logger.warn({ err: error }, 'what clients have open is read anew'),
  });
  const nowMs = () => performance.now();
  const hedger = new Hedger({
    ...{ api, follower, db, shard, logger, metrics: new HedgeMetrics(registry), nowMs },
    turn: new Turn({ db, shard, roundMs: config.HEDGE_EVERY_MS, nowMs }),
    threshold: config.HEDGE_THRESHOLD,
    maxOrder: config.HEDGE_MAX_ORDER,
    patienceMs: config.HEDGE_PATIENCE_MS,
    roundMs: config.HEDGE_EVERY_MS,
  });
  const running = Promise.all([follower.run(), hedger.run(signal)]).catch((error) => {
    if (!signal.aborted) fail(error);
  });
  return {
    notReady: () => connections.notReady() ?? hedger.notReady(),
    stop: async () => {
      await running;
      api.close();
      connections.close();
      await db.$disconnect();
    },
  };
}
