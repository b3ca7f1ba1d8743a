import type { IncomingMessage } from 'node:http';
import { connectDatabase } from '@fulcrum/db';
import { ACCOUNT_READS_MS, AccountReadings, EngineClient } from '@fulcrum/engine-client';
import { KnownInstruments } from '@fulcrum/instruments';
import { LOG_START, type LogId } from '@fulcrum/log';
import { ByteBudget, Pace, publicPath, type Service, type ServiceContext, SharedRate, shed } from '@fulcrum/service';
import { KnownSessions, RevokedSessions, type Session } from '@fulcrum/sessions';
import { Gathering, Outbox, SenderRate, SocketServer } from '@fulcrum/sockets';
import {
  Appender,
  CALLBACKS_PER_READ,
  Channel,
  endOfStream,
  firstOfStream,
  lastEntries,
  pause,
  Reader,
  RedisConnections,
  streamKeys,
} from '@fulcrum/streams';
import { AccountRequests } from './accounts/account-requests.ts';
import { Accounts } from './accounts/accounts.ts';
import type { WsConfig } from './config.ts';
import { countClients, countMessages, countQueues, createFeedMetrics } from './feed-metrics.ts';
import { addressLimits } from './limits/address-limits.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { Users } from './limits/users.ts';
import { InstrumentLearner } from './prices/instrument-learner.ts';
import { MarketStream } from './prices/market-stream.ts';
import { Prices } from './prices/prices.ts';
import { cookieNames, sessionOfUpgrade, trustedOrigins } from './sign-in/sign-in.ts';
import { Connection } from './sockets/connection.ts';
import { Callbacks } from './streams/callbacks.ts';
import { inSlices } from './streams/in-slices.ts';

export interface Feed extends Service {
  /** The port that it listens on. */
  readonly port: number;
}

/** Below the paths at which people reach the API and this server, and without them: proxies pass them on or strip them. */
const pathsOf = ({ PUBLIC_URL, PUBLIC_WS_URL }: WsConfig) =>
  ['', publicPath(PUBLIC_URL), publicPath(PUBLIC_WS_URL)].flatMap((path) => [path, `${path}/`, `${path}/ws`]);

/** Enough to hold a tick of every asset. */
const LATEST_TICKS = 1_000;
const SHED_EVERY_MS = 250;
/** A question to PostgreSQL that takes longer has failed. */
const DATABASE_LIMIT_MS = 5_000;

/** Builds the feed out of its parts, and starts it. */
export async function startFeed(context: ServiceContext<WsConfig>, limits: Limits = defaultLimits): Promise<Feed> {
  const { config, logger, metrics: registry, waits, signal, fail } = context;
  const keys = streamKeys(config.SHARD);
  const onError = (error: Error) => logger.warn(`Redis: ${error.message}`);
  const connections = new RedisConnections(config, onError);
  const connect = () => waits.watch('Redis', connections.open());
  const onUnread = (error: Error) => logger.warn({ err: error }, 'the instruments cannot be read: this is tried again');
  const [priceRedis, callbackRedis, engineRedis] = [connect(), connect(), connect()];
  const [revokedRedis, replyRedis] = [connect(), connect()];
  const metrics = createFeedMetrics(registry);
  const gathering = new Gathering();
  const during = (work: () => void) => gathering.during(work);

  const onInvalidTick = (id: LogId) => {
    metrics.invalidTicks.inc();
    logger.warn({ id }, 'an entry of price-stream is no tick');
  };
  const prices = new Prices(onInvalidTick, () => learner?.hasTried !== false);
  const priceReader = new Reader({
    redis: priceRedis,
    key: keys.price,
    signal,
    begin: async () => {
      const latest = await lastEntries(priceRedis, keys.price, LATEST_TICKS);
      for (const entry of latest) prices.apply(entry);
      return {
        from: latest.at(-1)?.id ?? LOG_START,
        take: (entries) => inSlices(entries, (entry) => prices.apply(entry), during),
      };
    },
    onGap: onError,
    onError,
  });

  const appender = new Appender(engineRedis, keys.engine);
  const engine = new EngineClient({
    appender,
    firstInLog: () => firstOfStream(engineRedis, keys.engine),
    whyDeaf: () => (callbackReader.isReading ? undefined : 'Its results are not followed yet.'),
    hearsReplies: () => replies.isListening,
    answerLimitMs: limits.answerWithinMs,
    maxUnanswered: limits.maxUnanswered,
    maxUnansweredPerUser: limits.maxUnansweredPerUser,
  });
  const readings = new AccountReadings({
    readPage: (userId, page, calledOff) => engine.read('get-account', { userId, ...page }, calledOff),
    catchUpLimitMs: limits.answerWithinMs,
  });
  const requests = new AccountRequests(readings);
  const replies = new Channel({
    redis: replyRedis,
    channel: keys.replies(engine.replyTo),
    signal,
    onMessage: (text) => engine.onReply(text),
    onError,
  });
  const accounts = new Accounts(requests, prices);
  const market = new MarketStream(() => instruments.heldPrices());
  const db = config.DATABASE_URL === undefined ? undefined : connectDatabase(config.DATABASE_URL, 1, DATABASE_LIMIT_MS);
  const instruments = new KnownInstruments(
    (settings) => {
      prices.learn(settings);
      // What was there before this process is no news.
      if (learner?.hasTried !== false) market.tell({ type: 'instrument-set', ...settings });
    },
    (event, setBy) => {
      prices.hold(event, setBy);
      market.tell(event);
    },
  );
  const source = db && { db, redis: engineRedis, keys };
  const learner = source && new InstrumentLearner(instruments, { source, signal, onError: onUnread });
  const callbacks = new Callbacks({ instruments, engine, readings, accounts }, ({ id }, error) =>
    logger.error({ id, err: error }, 'a callback entry makes no sense and is left out'),
  );
  const callbackReader: Reader = new Reader({
    redis: callbackRedis,
    key: keys.callback,
    count: CALLBACKS_PER_READ,
    signal,
    begin: async () => {
      const end = await endOfStream(callbackRedis, keys.callback);
      callbacks.passed(end);
      return {
        from: end,
        start: () => {
          accounts.startOver();
          if (learner === undefined) instruments.forgetHeldPrices();
          else learner.learn();
        },
        take: (entries) => inSlices(entries, (entry) => callbacks.apply(entry), during),
      };
    },
    onGap: onError,
    onError,
  });

  const revoked = new RevokedSessions((sessionId) => {
    for (const connection of server.connections) connection.sessionRevoked(sessionId);
  });
  /** Until the ended sessions are known nobody is signed in: theirs may be one of them. */
  const unlessRevoked = (session: Session | undefined) =>
    session === undefined || !revoked.isLoaded || revoked.has(session) ? undefined : session;
  const sessions = new KnownSessions(config.JWT_SECRET, () => metrics.refusedTokens.inc());
  const verify = (token: string) => unlessRevoked(sessions.find(token));
  const [names, trusted] = [cookieNames(config), trustedOrigins(config)];
  const sessionOf = ({ headers }: IncomingMessage) => sessionOfUpgrade(headers, verify, trusted, names);
  const rate = new SenderRate<Connection>(config.MESSAGE_RATE_LIMIT);
  const messages = countMessages(metrics);
  const users = new Users(config.MAX_CONNECTIONS_PER_USER, config.MAX_SUBSCRIPTIONS_PER_USER);
  const reads = new SharedRate({
    redis: engineRedis,
    keyPrefix: keys.reads,
    windowMs: ACCOUNT_READS_MS,
    limit: config.ACCOUNT_RATE_LIMIT,
    onError: (error) => logger.warn({ err: error }, 'the reads of users are counted by this process alone'),
  });
  const pace = new Pace(reads);
  const unhandled = new ByteBudget(limits.maxUnhandledBytes);
  const server = new SocketServer({
    host: config.HOST,
    port: config.WS_PORT,
    paths: pathsOf(config),
    maxConnections: config.MAX_CONNECTIONS,
    limits,
    connect: ({ socket, request, sender: { address }, dismiss }) => {
      const outbox = new Outbox(socket, limits, messages, gathering);
      const client = { outbox, address, session: sessionOf(request), verify, dismiss };
      return new Connection({ prices, market, accounts, users, reads, pace, limits, unhandled, rate, ...client });
    },
    ...addressLimits(
      config,
      (request) => sessionOf(request)?.userId,
      () => metrics.unheard.inc(),
    ),
    onError: (error) => logger.error({ err: error }, 'a connection could not be taken'),
    onRefused: (why) => metrics.refused.inc({ why }),
    onDropped: () => metrics.unheard.inc(),
    onDismissed: () => metrics.dropped.inc(),
  });
  countClients(registry, () => server.connections);
  countQueues(registry, {
    waitingRequests: () => requests.waiting,
    unansweredRequests: () => engine.unanswered,
    appendsUnderWay: () => appender.underWay,
  });
  const port = await server.start({ port: 'WS_PORT', host: 'HOST' });
  logger.info({ port }, 'listening');
  const readers = [priceReader, callbackReader];
  const running = [
    ...readers.map((reader) => reader.run()),
    replies.run(),
    revoked.run(revokedRedis, keys.revoked, signal, onError),
    publishFigures(accounts, limits.figuresEveryMs, signal),
    shedRegularly(() => shed(server.connections, limits.maxUnsentBytes), signal),
  ].map((work) => work.catch(fail));

  return {
    port,
    notReady: () => {
      const reason = connections.notReady();
      if (reason !== undefined) return reason;
      if (!appender.isConnected || readers.some(({ isConnected }) => !isConnected)) return 'Redis is not connected';
      if (!revoked.isLoaded) return 'the ended sessions have not been read';
      if (!priceReader.isReading) return 'the latest prices have not been read';
      if (!callbackReader.isReading) return 'the results of the engine are not being read';
      return learner?.hasTried === false ? 'the instruments have not been read' : undefined;
    },
    stop: async () => {
      await server.stop();
      engineRedis.disconnect();
      connections.close();
      await Promise.all(running);
      await db?.$disconnect();
    },
  };
}

async function shedRegularly(work: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(SHED_EVERY_MS, signal).catch(() => {});
    work();
  }
}

async function publishFigures(accounts: Accounts, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, signal).catch(() => {});
    await accounts.publishFigures();
  }
}
