import type { IncomingMessage, RequestListener } from 'node:http';
import { connectDatabase, PostgresTables, writeSessionUses, writeVenueKeyUses } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { Service, ServiceContext } from '@fulcrum/service';
import { LastUses, RevokedSessions, type Session } from '@fulcrum/sessions';
import { Appender, RedisConnections, streamKeys } from '@fulcrum/streams';
import { VenueAccounts } from './accounts/venue-accounts.ts';
import type { OwnStreams } from './clients/client.ts';
import { VenueClient } from './commands/venue-client.ts';
import type { ExchangeConfig } from './config.ts';
import { Book } from './core/book.ts';
import type { Made } from './core/made.ts';
import { trimVenueLog } from './core/trim-venue-log.ts';
import { type Beginning, VenueReplica, venueSnapshots } from './core/venue-replica.ts';
import { venueApp } from './http/venue-app.ts';
import { VenueLimits } from './http/venue-limits.ts';
import { codeCheck } from './keys/code-check.ts';
import { KeysController } from './keys/keys.controller.ts';
import { findSubscriber } from './keys/signer.ts';
import { VenueKeys } from './keys/venue-keys.ts';
import { Listing } from './listing/listing.ts';
import { ListingKeeper } from './listing/listing-keeper.ts';
import { MarketController } from './market-data/market.controller.ts';
import { Tape } from './market-data/tape.ts';
import { OrdersController } from './orders/orders.controller.ts';
import { accountRoutes } from './routes/account.routes.ts';
import { marketRoutes } from './routes/market.routes.ts';
import { ordersRoutes } from './routes/orders.routes.ts';
import { simpleRoutes } from './routes/simple.routes.ts';
import { askBroker } from './sign-in/broker.ts';
import { OwnPages } from './sign-in/own-pages.ts';
import { SessionCheck } from './sign-in/session-check.ts';
import { SimpleController } from './simple/simple.controller.ts';
import { BookStreams } from './streams/book-streams.ts';
import { createVenueMetrics } from './venue-metrics.ts';

/** What the clients of the WebSocket are told. */
export interface Told {
  /** The core begins anew: what was told before may not hold any more. */
  startOver(): void;
  /** A session was ended before its time. */
  sessionEnded(sessionId: string): void;
}

export interface Venue extends Service {
  readonly streams: OwnStreams;
  /** The session that a handshake brings. Whether it was ended is another question. */
  sessionIn(request: IncomingMessage): Session | undefined;
  /** Takes no more commands, and waits a moment for the answers to those that were sent. */
  quiesce(): Promise<void>;
  /** Says who passes it on to the clients. */
  tell(told: Told): void;
  /** @param klines answers requests for klines, which need no book. */
  answer(klines: RequestListener): RequestListener;
}

/** A request that waits for PostgreSQL longer than this is answered with an error. */
const DATABASE_LIMIT_MS = 5_000;
const DATABASE_CONNECTIONS = 3;

/** Starts the order book: the matching core as a replica of its log, and what is served out of it. */
export function startVenue({
  config,
  logger,
  metrics: registry,
  waits,
  signal,
  fail,
}: ServiceContext<ExchangeConfig>): Venue {
  const { DATABASE_URL: databaseUrl, JWT_SECRET: jwtSecret } = config;
  assert(
    databaseUrl !== undefined && jwtSecret !== undefined,
    'the settings of the order book are checked at the start',
  );
  const listing = Listing.read(config.VENUE_FILE);
  const onRedisError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onRedisError);
  const connect = () => waits.watch('Redis', connections.open());
  const [writing, revokedReading] = [connect(), connect()];
  const log = streamKeys(config.SHARD);
  const db = connectDatabase(databaseUrl, DATABASE_CONNECTIONS, DATABASE_LIMIT_MS);
  const tables = new PostgresTables(db, databaseUrl, config.SHARD);
  const minReplicas = config.MIN_REPLICAS;
  const appender = new Appender(writing, log.ofVenue.input, { minReplicas });
  const tape = new Tape();
  /** Is aborted once the last request is answered: until then the core goes on. */
  const finished = new AbortController();

  let told: Told = { startOver: () => {}, sessionEnded: () => {} };

  const onConfirmed = (made: Made) => {
    for (const event of made.events) if (event.type === 'fill') tape.take(event);
    client.take(made);
    streams.take(made);
  };
  const onStart = (beginning: Beginning) => {
    tape.clear();
    streams.begin(beginning);
    client.startOver();
    listed.startOver();
    told.startOver();
  };
  const replica = new VenueReplica({
    ...{ tables, connect, minReplicas, logger, waits, onConfirmed, onStart },
    createSnapshots: venueSnapshots(databaseUrl, config.SHARD),
    keys: log.ofVenue,
    home: config.FULCRUM_HOME,
    metrics: registry,
  });
  let isStopping = false;
  const notReady = () => (isStopping ? 'it stops' : (connections.notReady() ?? replica.notReady()));
  const client = new VenueClient({ appender, notReady, signal: finished.signal, minReplicas });
  const metrics = createVenueMetrics(registry, () => client.unanswered);
  const revoked = new RevokedSessions((sessionId) => told.sessionEnded(sessionId));
  const keys = new VenueKeys(db);
  const uses = new LastUses((used) =>
    writeVenueKeyUses(
      db,
      used.map(({ id, usedAt }) => ({ keyId: id, usedAt })),
    ),
  );
  const sessionUses = new LastUses((used) => writeSessionUses(db, used));
  const pages = new OwnPages(config);
  const sessions = new SessionCheck({
    ...{ config, jwtSecret, pages, revoked },
    onUse: (sessionId) => sessionUses.note(sessionId),
  });
  const book = new Book(() => replica.reads);
  const accounts = new VenueAccounts(client, book, config.VENUE_DEPOSITS);
  const streams = new BookStreams({ book, tape, nowMs: Date.now });
  const orders = new OrdersController(client, book);
  const simple = new SimpleController(orders, book);
  const market = new MarketController({ book, tape, listing, nowMs: Date.now, notReady });
  const codes = codeCheck({
    ...{ db, redis: writing, keyPrefix: log.limits, logger },
    settings: { ...config, JWT_SECRET: jwtSecret },
    trustedProxies: config.TRUSTED_PROXIES,
    onRefused: () => metrics.refused('codes'),
  });
  const keysOfUsers = new KeysController({ keys, accounts, codes });

  const listed = new ListingKeeper({
    ...{ listing, appender, logger },
    current: () => (notReady() === undefined ? replica.reads : undefined),
  });
  const running = [
    replica.run(finished.signal),
    revoked.run(revokedReading, log.revoked, finished.signal, onRedisError),
    uses.run(finished.signal, (error) => logger.warn({ err: error }, 'the last uses of keys are not noted yet')),
    sessionUses.run(finished.signal, (error) => logger.warn({ err: error }, 'those of sessions are not noted yet')),
    listed.run(signal),
    trimVenueLog({
      ...{ db, redis: writing, keys: log.ofVenue, signal: finished.signal },
      onError: (error) => logger.warn({ err: error }, 'trimming has to wait'),
    }),
  ].map((work) => work.catch(fail));

  return {
    streams: {
      has: (stream) => streams.has(stream),
      isOwners: (stream) => streams.isOwners(stream),
      owner: async (signature, session) => {
        if (signature === undefined) return sessions.require(session).userId;
        const { id, userId } = await findSubscriber(signature, keys, Date.now());
        uses.note(id);
        return userId;
      },
      subscribe: (stream, subscriber, userId) => streams.subscribe(stream, subscriber, userId),
      unsubscribe: (stream, subscriber, userId) => streams.unsubscribe(stream, subscriber, userId),
    },
    sessionIn: ({ headers }) => sessions.sessionIn(headers),
    tell: (others) => {
      told = others;
    },
    answer: (klines) =>
      venueApp({
        routes: [
          ...marketRoutes(market),
          ...ordersRoutes(orders, simple),
          ...simpleRoutes(simple),
          ...accountRoutes(orders, keysOfUsers),
        ],
        limits: new VenueLimits(config, () => metrics.refused('rate')),
        onUse: (keyId) => uses.note(keyId),
        onRefused: () => metrics.refused('under_way'),
        askBroker: askBroker({ ...config, API_URL: config.API_URL ?? `http://127.0.0.1:${config.API_PORT}` }, () =>
          metrics.refused('under_way'),
        ),
        nowMs: Date.now,
        ...{ keys, sessions, pages, accounts, logger, notReady, klines },
      }),
    notReady,
    quiesce: async () => {
      isStopping = true;
      await client.settle();
    },
    stop: async () => {
      streams.stop();
      finished.abort(new Error('stopping'));
      for (const redis of [writing, revokedReading]) redis.disconnect();
      connections.close();
      await Promise.all(running);
      await db.$disconnect();
    },
  };
}
