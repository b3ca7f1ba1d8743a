import type { IncomingMessage } from 'node:http';
import { ACCOUNT_READS_MS } from '@fulcrum/engine-client';
import { ByteBudget, evictSlowClients, Pace, publicPath, SharedRate } from '@fulcrum/service';
import { type Accepted, Outbox, SenderRate, SocketServer } from '@fulcrum/sockets';
import type { Accounts } from '../accounts/accounts.ts';
import type { WsConfig } from '../config.ts';
import { countClients, countMessages } from '../feed-metrics.ts';
import { type FeedParts, repeat } from '../feed-parts.ts';
import { addressLimits } from '../limits/address-limits.ts';
import { Users } from '../limits/users.ts';
import type { Market } from '../prices/market.ts';
import { SessionCheck } from '../sign-in/session-check.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

const EVICT_EVERY_MS = 250;
/** Well within the minute to which the last use of a key or a session is known. */
const NOTE_USES_EVERY_MS = 20_000;

/** What all connections share. */
type Shared = Omit<ConnectionOptions, 'outbox' | 'address' | 'session' | 'dismiss'>;

/** The server to which clients connect. */
export class ClientServer {
  readonly sessions: SessionCheck;
  readonly #parts: FeedParts;
  readonly #server: SocketServer<Connection>;

  constructor(parts: FeedParts, market: Market, accounts: Accounts) {
    const { config, limits, registry } = parts;
    this.#parts = parts;
    this.sessions = new SessionCheck(parts, (sessionId) => this.#sessionEnded(sessionId));
    const reads = createReadRate(parts);
    const shared = {
      ...{ prices: market.prices, market: market.events, accounts, limits, reads, verify: this.sessions.verify },
      users: new Users(config.MAX_CONNECTIONS_PER_USER, config.MAX_SUBSCRIPTIONS_PER_USER),
      pace: new Pace(reads),
      unhandled: new ByteBudget(limits.maxUnhandledBytes),
      rate: new SenderRate<Connection>(config.MESSAGE_RATE_LIMIT),
    };
    this.#server = this.#createServer(shared);
    countClients(registry, () => this.#server.connections);
  }

  /** @returns the port that it listens on. */
  start(): Promise<number> {
    return this.#server.start({ port: 'WS_PORT', host: 'HOST' });
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Resolves when the signal is given. */
  async run(): Promise<void> {
    const { signal, limits } = this.#parts;
    const evict = () => evictSlowClients(this.#server.connections, limits.maxUnsentBytes);
    const noteUses = () => this.#noteUses();
    const repeated = [repeat(EVICT_EVERY_MS, signal, evict), repeat(NOTE_USES_EVERY_MS, signal, noteUses)];
    await Promise.all([this.sessions.run(), ...repeated]);
  }

  #createServer(shared: Shared): SocketServer<Connection> {
    const { config, limits, logger, metrics } = this.#parts;
    const { sessionOf } = this.sessions;
    const userOf = (request: IncomingMessage) => sessionOf(request)?.userId;
    const onDropped = () => metrics.unheard.inc();
    const messages = countMessages(metrics);
    return new SocketServer({
      host: config.HOST,
      port: config.WS_PORT,
      paths: pathsOf(config),
      maxConnections: config.MAX_CONNECTIONS,
      limits,
      connect: ({ socket, request, sender: { address }, dismiss }: Accepted) => {
        const outbox = new Outbox(socket, limits, messages, this.#parts.gathering);
        const session = sessionOf(request);
        if (session !== undefined) this.sessions.noteUse(session);
        return new Connection({ ...shared, outbox, address, session, dismiss });
      },
      admit: (request) => this.sessions.keys.admit(request),
      ...addressLimits(config, userOf, onDropped),
      onError: (error) => logger.error({ err: error }, 'a connection could not be taken'),
      onRefused: (why) => metrics.refused.inc({ why }),
      onDropped,
      onDismissed: () => metrics.dropped.inc(),
    });
  }

  /** A key or a session is in use for as long as its connection stands. */
  #noteUses(): void {
    for (const { session } of this.#server.connections) if (session !== undefined) this.sessions.noteUse(session);
  }

  #sessionEnded(sessionId: string): void {
    for (const connection of this.#server.connections) connection.sessionRevoked(sessionId);
  }
}

/** What a user may read of the account, over all processes. */
function createReadRate({ config, commands, keys, logger }: FeedParts): SharedRate {
  return new SharedRate({
    redis: commands,
    keyPrefix: keys.reads,
    windowMs: ACCOUNT_READS_MS,
    limit: config.ACCOUNT_RATE_LIMIT,
    onError: (error) => logger.warn({ err: error }, 'the reads of users are counted by this process alone'),
  });
}

/**
 * The paths that are served: below those at which people reach the API and this server, and without them. Some proxies
 * pass these paths on, and others strip them.
 */
function pathsOf({ PUBLIC_URL, PUBLIC_WS_URL }: WsConfig): string[] {
  return ['', publicPath(PUBLIC_URL), publicPath(PUBLIC_WS_URL)].flatMap((path) => [path, `${path}/`, `${path}/ws`]);
}
