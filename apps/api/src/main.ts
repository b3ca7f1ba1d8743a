import { addNotices, connectDatabase, findApiKey, writeKeyUses, writeSessionUses } from '@fulcrum/db';
import { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import { AccountTries, Guesses, Misses } from '@fulcrum/http';
import { InstrumentLearner } from '@fulcrum/instruments';
import { CodeProof, createSecondFactors } from '@fulcrum/second-factor';
import { listen, Pace, runService } from '@fulcrum/service';
import { KeyCheck, LastUses, RevokedSessions, SessionEndings } from '@fulcrum/sessions';
import {
  Appender,
  Channel,
  connectRedis,
  endOfStream,
  firstOfStream,
  RedisConnections,
  streamKeys,
} from '@fulcrum/streams';
import { Agreements } from './account/agreements/agreements.ts';
import { EmailChangeController } from './account/email/email-change.controller.ts';
import { EmailChanges } from './account/email/email-changes.ts';
import { ErasureController } from './account/erasure/erasure.controller.ts';
import { Unsettled } from './account/erasure/unsettled.ts';
import { AccountExport } from './account/export/account-export.ts';
import { LimitsController } from './account/limits/limits.controller.ts';
import { newDeviceNotice } from './account/notices/new-device.ts';
import { ProfileController } from './account/profile/profile.controller.ts';
import { Profiles } from './account/profile/profiles.ts';
import { ApiMetrics } from './api-metrics.ts';
import { apiConfig, hasPaperMoney } from './config.ts';
import { AuthController } from './controllers/auth.controller.ts';
import { PasswordController } from './controllers/password.controller.ts';
import { SessionsController } from './controllers/sessions.controller.ts';
import { TradeController } from './controllers/trade.controller.ts';
import { requireProtectedAudit } from './desk/audit/protected-audit.ts';
import { createDesk } from './desk/create-desk.ts';
import { AccountReads } from './engine/account-reads.ts';
import { Accounts } from './engine/accounts.ts';
import { Callbacks } from './engine/callbacks.ts';
import { logAnswers } from './engine/log-answers.ts';
import { LogClock } from './engine/log-clock.ts';
import { OpeningGuard } from './engine/opening-guard.ts';
import { VoidOrders } from './engine/void-orders.ts';
import { OrderEvents } from './history/order-events.ts';
import { RecorderPosition } from './history/recorder-position.ts';
import { TradeHistory } from './history/trade-history.ts';
import type { Lacks } from './http/needs.ts';
import { createHttpServer } from './http/server.ts';
import { stoppable } from './http/stop-serving.ts';
import { createIdentity } from './identity/create-identity.ts';
import { ApiKeys } from './keys/api-keys.ts';
import { KeysController } from './keys/keys.controller.ts';
import { sharedRates } from './limits/shared-rates.ts';
import { Charts } from './market/charts.ts';
import { MarketView } from './market/market-view.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { Passwords } from './passwords/passwords.ts';
import { Proof } from './passwords/proof.ts';
import { allRoutes } from './routes/index.ts';
import { Challenges } from './second-factor/challenges.ts';
import { SecondFactorController } from './second-factor/second-factor.controller.ts';
import { Devices } from './sign-in/devices.ts';
import { EndedSessionsCopy } from './sign-in/ended-sessions-copy.ts';
import { createMailer } from './sign-in/mailer.ts';
import { SessionStart } from './sign-in/session-start.ts';
import { SignInLinks } from './sign-in/sign-in-links.ts';
import { tellAway, untilDone } from './until-done.ts';
import { AccountReset } from './wallet/account-reset.ts';
import { createStatements } from './wallet/statement/create-statements.ts';
import { Transfers } from './wallet/transfers.ts';
import { WalletController } from './wallet/wallet.controller.ts';
import { WalletHistory } from './wallet/wallet-history.ts';
import { WebhookController } from './wallet/webhooks/webhook.controller.ts';
import { WebhookSignature } from './wallet/webhooks/webhook-signature.ts';
import { WithdrawalApprovals } from './wallet/withdrawal-approvals.ts';

/** The names of what the API waits for at its start. */
const INSTRUMENTS = 'instruments';
const CALLBACKS = 'callbacks';
const SESSIONS = 'ended sessions';
const AUDIT = 'audit log';

/** Charts have connections of their own, because anybody may ask for them and orders must not wait behind them. */
const CHART_CONNECTIONS = 3;

/** The desk has its own, likewise: staff who look through long lists hold up no client. */
const DESK_CONNECTIONS = 5;

/** A request that waits for PostgreSQL longer than this is answered with 503. */
const DATABASE_LIMIT_MS = 5_000;

/** A stop waits this long for mails. Mail servers may be slow, so this is much less than for other answers. */
const LAST_MAILS_MS = 1_000;

await runService('api', apiConfig, async ({ config, logger, metrics: registry, waits, fail }) => {
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  /** Is aborted once the last request is answered. Until then the callbacks are still read. */
  const finished = new AbortController();
  const [writing, callbackReading, priceReading, revokedReading, replyReading] = [
    connect(),
    connect(),
    connect(),
    connect(),
    connect(),
  ] as const;
  const db = connectDatabase(config.DATABASE_URL, 10, DATABASE_LIMIT_MS);
  const chartDb = connectDatabase(config.DATABASE_URL, CHART_CONNECTIONS, DATABASE_LIMIT_MS);
  const deskDb = connectDatabase(config.DATABASE_URL, DESK_CONNECTIONS, DATABASE_LIMIT_MS);
  const keys = streamKeys(config.SHARD);
  const metrics = new ApiMetrics(registry);
  const commands = new Appender(writing, keys.engine, { minReplicas: config.MIN_REPLICAS });
  const clock = new LogClock({
    onChange: (isApart, differenceMs) =>
      isApart
        ? logger.error({ differenceMs }, 'the clock of the log is far from the own one: no order is opened')
        : logger.info({ differenceMs }, 'the clock of the log can be trusted again'),
  });
  let isFollowing = false;
  const engine = new EngineClient({
    appender: clock.watching(commands),
    firstInLog: () => firstOfStream(writing, keys.engine),
    whyDeaf: () => (isFollowing ? undefined : 'The API has just started.'),
    hearsReplies: () => replies.isListening,
    minReplicas: config.MIN_REPLICAS,
    maxUnansweredPerUser: config.MAX_UNANSWERED_PER_USER,
    onRefused: (why) => metrics.refused(why),
    ...logAnswers(logger),
  });
  const replies = new Channel({
    redis: replyReading,
    channel: keys.replies(engine.replyTo),
    signal: finished.signal,
    onMessage: (text) => engine.onReply(text),
    onError,
  });
  const rates = sharedRates(config, keys, {
    redis: writing,
    onError: (error) => logger.warn({ err: error }, 'senders are counted by this process alone'),
  });
  const accounts = new Accounts({
    engine,
    isUser: async (userId) => (await db.user.findUnique({ where: { id: userId } })) !== null,
    deposit: config.DEMO_DEPOSIT,
    onError: (error) => logger.warn({ err: error }, 'the database cannot be asked for the user of a lost account'),
  });
  const readings = new AccountReadings({
    readPage: (userId, page) => accounts.read('get-account', { userId, ...page }),
  });
  const reads = new AccountReads(accounts, readings, finished.signal, new Pace(rates.account));
  const voids = new VoidOrders({
    engine: accounts,
    rate: rates.unknownOrders,
    endOfLog: () => endOfStream(writing, keys.engine),
    onRefused: () => metrics.refused('unknown_orders'),
  });
  const market = new MarketView(() => learner.learn());
  const learnInstruments = () => market.loadInstruments({ db, redis: writing, keys });
  const learner = new InstrumentLearner({
    load: learnInstruments,
    signal: finished.signal,
    onError: (error) => tellAway(INSTRUMENTS, error, { logger, waits }),
    onLearned: () => waits.end(INSTRUMENTS),
    fail,
  });
  const endedCopy = new EndedSessionsCopy(db);
  const revoked = new RevokedSessions((sessionId, expiresAt) => {
    endedCopy.note(sessionId, expiresAt);
    keyCheck.forget(sessionId);
  });
  const keyCheck: KeyCheck = new KeyCheck({
    find: (hash) => findApiKey(db, hash),
    writeUses: (uses) => writeKeyUses(db, uses),
    ended: revoked,
  });
  const sessionUses = new LastUses((uses) => writeSessionUses(db, uses));
  /** Redis knows best which sessions have ended. While it is away, PostgreSQL's copy of them has to do. */
  const knowsEnded = () => revoked.isLoaded || (endedCopy.isLoaded && revokedReading.status !== 'ready');
  const callbacks = new Callbacks({
    redis: callbackReading,
    key: keys.callback,
    signal: finished.signal,
    logger,
    listeners: [engine, readings, voids, market],
  });

  /** The end of the stream is taken before the instruments are read, so that no change of them is missed in between. */
  const work = async () => {
    const from = await callbacks.end();
    await learnInstruments();
    isFollowing = true;
    waits.end(CALLBACKS);
    await callbacks.run(from);
  };

  const publicUrl = (config.PUBLIC_URL ?? `http://localhost:${config.API_PORT}`).replace(/\/+$/, '');
  const mailing = new AbortController();
  const mailer = createMailer(config, logger, mailing.signal);
  const links = new SignInLinks(db, keys.shard, mailer.isLocal);
  const revocations = new Appender(writing, keys.revoked);
  const endings = new SessionEndings(revoked, revocations);
  const trustedProxies = config.TRUSTED_PROXIES;
  const factors = createSecondFactors(db, config, logger);
  const challenges = new Challenges(db);
  const { JWT_SECRET: jwtSecret } = config;
  const devices = new Devices(db, publicUrl);
  const [refusePassword, refuseCode] = [() => metrics.refused('passwords'), () => metrics.refused('codes')];
  const passwordGuesses = new Guesses({
    ...{ devices, trustedProxies },
    fromOne: new AccountTries(rates.passwords, 'passwords', refusePassword),
    fromAll: new AccountTries(rates.allPasswords, 'passwords', refusePassword),
    misses: new Misses(rates.wrongPasswords, 'wrong passwords', refusePassword),
  });
  const codeGuesses = new Guesses({
    ...{ devices, trustedProxies },
    fromOne: new AccountTries(rates.codes, 'codes', refuseCode),
    fromAll: new AccountTries(rates.allCodes, 'codes', refuseCode),
  });
  const codeProof = new CodeProof(factors, codeGuesses);
  const start = new SessionStart({
    ...{ accounts, endings, factors, challenges, devices },
    ...{ jwtSecret, publicUrl, trustedProxies },
    onBegun: async (tx, signedIn) => {
      const notice = newDeviceNotice(signedIn);
      if (notice !== undefined) await addNotices(tx, keys.shard, [notice]);
    },
  });
  const auth = new AuthController({ db, start, links, challenges, endings, mailer, publicUrl });
  const hasher = new PasswordHasher(() => metrics.refused('hashing'));
  metrics.gauge('api_waiting_hashes', 'Passwords that wait to be checked.', () => hasher.waiting);
  const storedPasswords = new Passwords(db);
  const proof = new Proof({ passwords: storedPasswords, hasher, guesses: passwordGuesses });
  const passwords = new PasswordController({
    auth,
    passwords: storedPasswords,
    devices,
    hasher,
    guesses: passwordGuesses,
    proof,
    factors,
    start,
    endings,
    publicUrl,
  });
  const secondFactor = new SecondFactorController({
    db,
    factors,
    challenges,
    start,
    guesses: codeGuesses,
    proof,
    publicUrl,
  });
  const hasPaperDeposits = hasPaperMoney(config);
  const agreements = new Agreements(db, (config.AGREEMENTS_REQUIRED ?? (hasPaperDeposits ? 'off' : 'on')) === 'on');
  const emailChange = new EmailChangeController({
    ...{ changes: new EmailChanges(db, keys.shard), proof, mailer, endings, publicUrl },
  });
  const keysOfUsers = new KeysController({ stored: new ApiKeys(db), codes: codeProof, check: keyCheck, endings });
  const identity = createIdentity(db, config);
  const guard = new OpeningGuard(market, reads);
  const trade = new TradeController({
    shard: keys.shard,
    engine: accounts,
    reads,
    guard: {
      check: async (userId, order) => {
        await agreements.require(userId);
        if (order.reduceOnly !== true) await identity.guard.require(userId, 'trading');
        await guard.check(userId, order);
      },
    },
    voids,
    history: new TradeHistory(db, keys.shard, market),
    events: new OrderEvents(db, keys.shard, market),
    signal: finished.signal,
  });
  const walletHistory = new WalletHistory(db, keys.shard);
  const recorder = new RecorderPosition(() => walletHistory.recordedUpTo(), finished.signal);
  const transfers = new Transfers({ engine, history: walletHistory, recorder });
  const wallet = new WalletController({
    engine: accounts,
    history: walletHistory,
    hasPaperDeposits,
    transfers,
    approvals: new WithdrawalApprovals(db, codeProof),
    identity: identity.guard,
  });
  const reset = new AccountReset({ engine: accounts, transfers, hasPaperDeposits, deposit: config.DEMO_DEPOSIT });
  const { DEPOSIT_WEBHOOK_SECRETS: webhookSecrets } = config;
  const webhooks = new WebhookController({
    signature: webhookSecrets && new WebhookSignature(webhookSecrets),
    db,
    shard: keys.shard,
    engine: accounts,
    transfers,
  });
  const statements = createStatements({ db, shard: keys.shard, reads, recorder, passed: () => engine.passed });
  const deskReads = new AccountReads(engine, readings, finished.signal);
  const desk = createDesk({
    ...{ config, db: deskDb, shard: keys.shard, recorder, market, agreements, endings, box: identity.box },
    ...{ redis: writing, keys, logger, signal: finished.signal, connect: () => connectRedis(config, onError) },
    ...{ reads: deskReads, unsettled: new Unsettled(deskReads, hasPaperDeposits) },
    passed: () => engine.passed,
  });
  const routes = allRoutes({
    auth,
    passwords,
    profile: new ProfileController(new Profiles(db), agreements, trustedProxies),
    emailChange,
    secondFactor,
    sessions: new SessionsController(db, endings),
    keys: keysOfUsers,
    identity: identity.controller,
    personalData: new AccountExport(db),
    erasure: new ErasureController({ db, proof, unsettled: new Unsettled(reads, hasPaperDeposits) }),
    limits: new LimitsController({ engine: accounts, reads }),
    trade,
    wallet,
    reset,
    statements,
    webhooks,
    reads,
    market,
    charts: new Charts(chartDb, keys.shard, market),
    desk: desk.controllers,
  });
  const lacks: Lacks = {
    engine: () => engine.notReady(),
    clock: () => clock.notReady(),
    sessions: () => (knowsEnded() ? undefined : 'The ended sessions have not been read.'),
    instruments: () => (market.isLoaded ? undefined : 'The instruments have not been read.'),
  };
  const notReady = () => connections.notReady() ?? lacks.sessions() ?? lacks.engine();
  const server = createHttpServer({
    config,
    logger,
    metrics,
    revoked,
    keys: keyCheck,
    staff: desk.check,
    sessionUses,
    sharedRates: rates,
    routes,
    lacks,
    notReady,
  });
  const stopServing = stoppable(server);
  metrics.gauge('api_waiting_requests', 'Requests that wait for their callback.', () => engine.waiting);
  metrics.gauge('api_unanswered_commands', 'Commands without their callback, late or not.', () => engine.unanswered);
  const appendsInFlight = () => commands.inFlight + revocations.inFlight;
  const ahead = () => clock.differenceMs / 1_000;
  metrics.gauge('api_log_clock_difference_seconds', 'How far log time is ahead of the own clock.', ahead);
  metrics.gauge('api_unwritten_sign_outs', 'Sign-outs that other processes do not know yet.', () => endings.unwritten);
  const bytesInFlight = () => commands.bytesInFlight + revocations.bytesInFlight;
  metrics.gauge(
    'api_known_keys',
    'Keys of programs that were looked up a moment ago, also unknown ones.',
    () => keyCheck.size,
  );
  metrics.gauge('api_append_bytes', 'Bytes of appends that Redis has not answered.', bytesInFlight);
  metrics.gauge('api_appends_under_way', 'Appends that Redis has not answered.', appendsInFlight);
  await listen(server, {
    port: config.API_PORT,
    host: config.HOST,
    settings: { port: 'API_PORT', host: 'HOST' },
    onError: (error) => logger.error({ err: error }, 'a connection could not be taken'),
  });
  const isProduction = config.NODE_ENV === 'production';
  const working = Promise.all([
    untilDone(AUDIT, () => requireProtectedAudit({ db, isProduction, logger }), finished.signal, { logger, waits }),
    untilDone(INSTRUMENTS, () => market.loadSnapshot(db, keys.shard), finished.signal, { logger, waits }),
    untilDone(SESSIONS, () => endedCopy.load(revoked), finished.signal, { logger, waits }),
    endedCopy.run(finished.signal, (error) => logger.warn({ err: error }, 'ended sessions are not copied yet')),
    untilDone(CALLBACKS, work, finished.signal, { logger, waits }),
    market.followPrices(priceReading, keys.price, finished.signal, logger),
    replies.run(),
    endings.run(finished.signal),
    desk.keeper.run(),
    sessionUses.run(finished.signal, (error) =>
      logger.warn({ err: error }, 'the last uses of sessions are not noted yet'),
    ),
    keyCheck.uses.run(finished.signal, (error) =>
      logger.warn({ err: error }, 'the last uses of keys are not noted yet'),
    ),
    clock.run(writing, keys.engine, finished.signal, onError),
    revoked.run(revokedReading, keys.revoked, finished.signal, onError),
  ]).catch(fail);
  return {
    notReady,
    stop: async () => {
      setTimeout(() => mailing.abort(new Error('stopping')), LAST_MAILS_MS).unref();
      await stopServing();
      finished.abort(new Error('stopping'));
      for (const redis of [writing, callbackReading, priceReading, revokedReading, replyReading]) redis.disconnect();
      connections.close();
      await working;
      await Promise.all([db, chartDb, deskDb].map((each) => each.$disconnect()));
    },
  };

  function connect() {
    return waits.watch('Redis', connections.open());
  }
});
