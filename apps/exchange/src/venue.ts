import type { IncomingMessage, RequestListener } from 'node:http';
import type { Service, ServiceContext } from '@fulcrum/service';
import type { Session } from '@fulcrum/sessions';
import { AccountController } from './accounts/account.controller.ts';
import type { OwnStreams } from './clients/client.ts';
import type { ExchangeConfig } from './config.ts';
import { venueApp } from './http/venue-app.ts';
import { VenueLimits } from './http/venue-limits.ts';
import type { VenueRoute } from './http/venue-route.ts';
import { KeysController } from './keys/keys.controller.ts';
import { MarketController } from './market-data/market.controller.ts';
import { OrdersController } from './orders/orders.controller.ts';
import { accountRoutes } from './routes/account.routes.ts';
import { historyRoutes, klineRoutes } from './routes/history.routes.ts';
import { marketRoutes } from './routes/market.routes.ts';
import { ordersRoutes } from './routes/orders.routes.ts';
import { simpleRoutes } from './routes/simple.routes.ts';
import { askBroker } from './sign-in/broker.ts';
import { SimpleController } from './simple/simple.controller.ts';
import { Senders } from './venue/senders.ts';
import { connectServers } from './venue/servers.ts';
import { Trading } from './venue/trading.ts';
import { createVenueMetrics, type VenueMetrics } from './venue-metrics.ts';

/** What the clients of the WebSocket are told. */
export interface Told {
  /** The core begins anew: what was told before may not hold any more. */
  startOver(): void;
  /** A session was ended before its time, or a key deleted. */
  ended(id: string): void;
}

export interface Venue extends Service {
  readonly streams: OwnStreams;
  /** The session that a handshake brings. Whether it was ended is another question. */
  sessionIn(request: IncomingMessage): Session | undefined;
  /** Takes no more commands, and waits a moment for the answers to those that were sent. */
  quiesce(): Promise<void>;
  /** Says who passes it on to the clients. */
  tell(told: Told): void;
  /** @param klines answers requests for klines of the recording, where the book's own are not told. */
  answer(klines: RequestListener | undefined): RequestListener;
}

/** Starts the order book: the matching core as a replica of its log, and what is served out of it. */
export function startVenue(context: ServiceContext<ExchangeConfig>): Venue {
  const { signal, fail } = context;
  let told: Told = { startOver: () => {}, ended: () => {} };
  const finished = new AbortController();
  const servers = connectServers(context);
  const trading = new Trading({
    ...context,
    ...{ servers, finished: finished.signal, onStartOver: () => told.startOver() },
  });
  const metrics = createVenueMetrics(context.metrics, () => trading.client.unanswered);
  const senders = new Senders({
    ...{ ...context, servers, onEnded: (id: string) => told.ended(id) },
    onRefusedCode: () => metrics.refused('codes'),
  });
  const running = [...trading.run(signal), ...senders.run(finished.signal)].map((work) => work.catch(fail));
  const limits = new VenueLimits(context.config, () => metrics.refused('rate'));
  return {
    streams: ownStreams(trading, senders, limits),
    sessionIn: ({ headers }) => senders.sessions.sessionIn(headers),
    tell: (others) => {
      told = others;
    },
    answer: (klines) => createApp(context, { trading, senders, metrics, limits, klines }),
    notReady: trading.notReady,
    quiesce: () => trading.quiesce(),
    stop: async () => {
      trading.stop();
      finished.abort(new Error('stopping'));
      senders.disconnect();
      servers.disconnect();
      await Promise.all(running);
      await Promise.all([servers.db.$disconnect(), servers.historyDb.$disconnect()]);
    },
  };
}

function ownStreams({ streams, book }: Trading, senders: Senders, limits: VenueLimits): OwnStreams {
  return {
    has: (stream) => streams.has(stream),
    isOwners: (stream) => streams.isOwners(stream),
    owner: async (signature, session) => {
      const owner = await senders.owner(signature, session);
      const { userId } = owner;
      // All open orders of the user are read for it.
      limits.chargeRows(userId, book.loaded?.openOrderCountOf(userId) ?? 0);
      return owner;
    },
    subscribe: (stream, subscriber, userId) => streams.subscribe(stream, subscriber, userId),
    unsubscribe: (stream, subscriber, userId) => streams.unsubscribe(stream, subscriber, userId),
  };
}

interface AppParts {
  readonly trading: Trading;
  readonly senders: Senders;
  readonly metrics: VenueMetrics;
  readonly limits: VenueLimits;
  readonly klines: RequestListener | undefined;
}

function createApp(
  { config, logger }: ServiceContext<ExchangeConfig>,
  { trading, senders, metrics, limits, klines }: AppParts,
): RequestListener {
  const { accounts, notReady, settled } = trading;
  const { keys, sessions, pages } = senders;
  const onRefused = () => metrics.refused('under_way');
  const apiUrl = config.API_URL ?? `http://127.0.0.1:${config.API_PORT}`;
  return venueApp({
    ...{ keys, sessions, pages, accounts, logger, notReady, settled, klines, limits, onRefused, nowMs: Date.now },
    routes: [...routesOf(trading, senders), ...(klines === undefined ? klineRoutes(trading.history) : [])],
    onUse: (keyId) => senders.noteKey(keyId),
    askBroker: askBroker({ ...config, API_URL: apiUrl }, onRefused),
  });
}

function routesOf(trading: Trading, { keys, codes }: Senders): VenueRoute[] {
  const { book, client, accounts, history, ended } = trading;
  const orders = new OrdersController(client, book);
  const simple = new SimpleController(orders, book, ended);
  return [
    ...marketRoutes(new MarketController({ ...trading, nowMs: Date.now })),
    ...ordersRoutes(orders, simple),
    ...simpleRoutes(simple),
    ...historyRoutes(history),
    ...accountRoutes(new AccountController(book), orders, new KeysController({ keys, accounts, codes })),
  ];
}
