import { connectDatabase, type Database, PostgresTables } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { ServiceContext } from '@fulcrum/service';
import { Appender, type Redis, RedisConnections, type StreamKeys, streamKeys } from '@fulcrum/streams';
import type { ExchangeConfig } from '../config.ts';

/** A request that waits for PostgreSQL longer than this is answered with an error. */
const DATABASE_LIMIT_MS = 5_000;
const DATABASE_CONNECTIONS = 3;
/** Of those that read what is past: nobody's key waits for a long list. */
const HISTORY_CONNECTIONS = 2;

/** The servers on which the order book stands, and its connections to them. */
export interface Servers {
  readonly databaseUrl: string;
  readonly db: Database;
  /** For what is past. */
  readonly historyDb: Database;
  readonly tables: PostgresTables;
  readonly log: StreamKeys;
  /** One more connection to Redis. */
  readonly connect: () => Redis;
  readonly writing: Redis;
  /** Commands go through it to the log. */
  readonly appender: Appender;
  readonly onRedisError: (error: Error) => void;
  /** Why Redis cannot be used; undefined when it can. */
  readonly notReady: () => string | undefined;
  /** Ends the connections to Redis. What waits for them is over then. */
  readonly disconnect: () => void;
}

export function connectServers({
  config,
  logger,
  waits,
}: Pick<ServiceContext<ExchangeConfig>, 'config' | 'logger' | 'waits'>): Servers {
  const { DATABASE_URL: databaseUrl, MIN_REPLICAS: minReplicas, SHARD } = config;
  assert(databaseUrl !== undefined, 'the settings of the order book are checked at the start');
  const onRedisError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onRedisError);
  const connect = () => waits.watch('Redis', connections.open());
  const writing = connect();
  const log = streamKeys(SHARD);
  const db = connectDatabase(databaseUrl, DATABASE_CONNECTIONS, DATABASE_LIMIT_MS);
  return {
    ...{ databaseUrl, db, log, connect, writing, onRedisError },
    historyDb: connectDatabase(databaseUrl, HISTORY_CONNECTIONS, DATABASE_LIMIT_MS),
    tables: new PostgresTables(db, databaseUrl, SHARD),
    appender: new Appender(writing, log.ofVenue.input, { minReplicas }),
    notReady: () => connections.notReady(),
    disconnect: () => {
      writing.disconnect();
      connections.close();
    },
  };
}
