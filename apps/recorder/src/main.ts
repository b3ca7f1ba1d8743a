import { connectDatabase, PostgresTables } from '@fulcrum/db';
import { journalFolder } from '@fulcrum/journal';
import { runService } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import { recordCandles } from './candles/record-candles.ts';
import { recordPastCandles } from './candles/record-past-candles.ts';
import { recorderConfig } from './config.ts';
import { LostEntries } from './copying/lost-entries.ts';
import { recordHistory } from './history/record-history.ts';
import { keepHouseDays } from './house/house-days.ts';
import { keepJournal } from './journal/keep-journal.ts';
import { RecorderMetrics } from './recorder-metrics.ts';
import { keepRetention } from './retention/retention.ts';
import { keepTrimmed } from './retention/trimming.ts';
import { recordVenue } from './venue/record-venue.ts';

await runService('recorder', recorderConfig, async ({ config, logger, metrics: registry, waits, signal, fail }) => {
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const connect = () => waits.watch('Redis', connections.open());
  const historyRedis = connect();
  const journalRedis = connect();
  const candlesRedis = connect();
  const pastCandlesRedis = connect();
  const venueRedis = connect();
  const asking = connect();
  const db = connectDatabase(config.DATABASE_URL, 4);
  const keys = streamKeys(config.SHARD);
  const { shard } = keys;
  const tables = new PostgresTables(db, config.DATABASE_URL, shard);
  const journalDirectory = journalFolder(config.JOURNAL_DIR, shard);
  const metrics = new RecorderMetrics(registry);
  const journalPosition = () => metrics.journal;
  const keptDays = {
    rejections: config.KEEP_REJECTIONS_DAYS,
    orderEvents: config.KEEP_ORDER_EVENTS_DAYS,
    minuteCandles: config.KEEP_MINUTE_CANDLES_DAYS,
    hourCandles: config.KEEP_HOUR_CANDLES_DAYS,
    venue: config.KEEP_VENUE_DAYS,
    unusedUsers: config.KEEP_UNUSED_USERS_DAYS,
    journal: config.KEEP_JOURNAL_DAYS,
  };
  const common = { signal, logger, metrics, waits };
  const lostEntries = new LostEntries({ tables, redis: asking, key: keys.engine, signal, logger });
  const { promise: journalLooked, resolve: onLooked } = Promise.withResolvers<void>();
  const working = Promise.all([
    recordHistory({ tables, redis: historyRedis, asking, key: keys.callback, lostEntries, journalLooked, ...common }),
    keepJournal({
      ...{ directory: journalDirectory, redis: journalRedis, key: keys.engine },
      ...{ lostEntries, onLooked, ...common },
    }),
    recordCandles({ db, shard, redis: candlesRedis, key: keys.price, ...common }),
    recordPastCandles({ db, shard, redis: pastCandlesRedis, key: keys.pastCandles, ...common }),
    recordVenue({ db, tables, redis: venueRedis, asking, key: keys.ofVenue.output, ...common }),
    keepRetention({ db, shard, journalDirectory, keptDays, signal, logger }),
    keepHouseDays({ db, shard, signal, logger }),
    keepTrimmed({ tables, redis: asking, keys, signal, logger, journalPosition }),
  ]).catch((error) => {
    if (!signal.aborted) fail(error);
  });
  return {
    notReady: () =>
      connections.notReady() ?? (historyRedis.status === 'ready' ? waits.reason : 'Redis is not connected'),
    stop: async () => {
      await working;
      asking.disconnect();
      connections.close();
      await db.$disconnect();
    },
  };
});
