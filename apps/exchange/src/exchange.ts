import type { IncomingMessage } from 'node:http';
import { answerUnparsed, inTurns, limitPipelined, limitUnsentAnswers } from '@fulcrum/http';
import { clientNetwork, type Service, type ServiceContext } from '@fulcrum/service';
import { loadRecording } from '@fulcrum/simulated-prices';
import { Outbox, SocketServer } from '@fulcrum/sockets';
import { addressLimits } from './clients/address-limits.ts';
import { AddressMessages } from './clients/address-messages.ts';
import { Client } from './clients/client.ts';
import { defaultLimits, type Limits } from './clients/limits.ts';
import type { ExchangeConfig } from './config.ts';
import { venueError } from './dialect/venue-problem.ts';
import { countClients, countMessages, createExchangeMetrics, showUnsent } from './exchange-metrics.ts';
import { Market } from './market.ts';
import { answerHttp } from './past/answer-http.ts';
import type { Venue } from './venue.ts';

/** What stands beside the recording, and what tests may replace. */
export interface ExchangeOverrides {
  /** The order book, if there is one. */
  readonly venue?: Venue | undefined;
  readonly limits?: Partial<Limits>;
  /** The clock: milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface Exchange extends Service {
  readonly port: number;
}

/**
 * Starts the venue. Without an order book it plays the recording to its subscribers, and serves a made-up past.
 *
 * @throws PortError when the port is taken.
 */
export async function startExchange(
  { config, logger, metrics: registry }: Omit<ServiceContext<ExchangeConfig>, 'signal' | 'fail' | 'waits'>,
  { venue, limits: otherLimits, nowMs = Date.now }: ExchangeOverrides = {},
): Promise<Exchange> {
  const limits = { ...defaultLimits, ...otherLimits };
  const metrics = createExchangeMetrics(registry);
  const messages = countMessages(metrics);
  const market = new Market(await loadRecording(), nowMs, (stream, frame) => {
    for (const client of server.connections) client.tick(stream, frame);
  });
  const isPlaying = venue === undefined || config.VENUE_PRICES === 'recording';
  const currentBook = (stream: string) => (isPlaying ? market.current(stream) : undefined);
  const sources = [...market.symbols.values()].map(({ source }) => source);
  const klines = answerHttp(sources, nowMs, (source, atMs) => market.bidAt(source, atMs));
  const messagesOf = new AddressMessages(config.ADDRESS_RATE_LIMIT);
  const addressOf = (request: IncomingMessage) => clientNetwork(request, config.TRUSTED_PROXIES);
  const userOf = (request: IncomingMessage) => venue?.sessionIn(request)?.userId;
  const onDropped = () => metrics.dropped.inc({ why: 'address' });
  const server = new SocketServer({
    host: config.HOST,
    port: config.EXCHANGE_PORT,
    maxConnections: config.MAX_CONNECTIONS,
    ...addressLimits(config, userOf, onDropped),
    limits,
    silenceReason: 'no pong came',
    connect: ({ socket, request, dismiss }) => {
      const address = addressOf(request);
      return new Client({
        ...{ limits, currentBook, nowMs, dismiss, streams: venue?.streams, session: venue?.sessionIn(request) },
        mayAsk: (messages) => messagesOf.mayAsk(address, messages),
        outbox: new Outbox(socket, limits, messages),
      });
    },
    onError: (error) => logger.error({ err: error }, 'a connection could not be taken'),
    answer: inTurns(venue?.answer(isPlaying ? klines : undefined) ?? klines, addressOf),
    prepare: (http) => {
      answerUnparsed(http, (problem) => ({ type: 'application/json', body: JSON.stringify(venueError(problem)) }));
      const onSlow = () => metrics.dropped.inc({ why: 'slow' });
      limitPipelined(http, limits.maxPipelined, () => metrics.dropped.inc({ why: 'pipelined' }));
      showUnsent(registry, limitUnsentAnswers(http, limits.maxUnsentBytes, onSlow));
    },
    onDismissed: (why) => metrics.dropped.inc({ why }),
  });
  venue?.tell({
    startOver: () => {
      for (const client of server.connections) client.startOver();
    },
    ended: (id) => {
      for (const client of server.connections) client.ended(id);
    },
  });
  countClients(registry, () => server.connectionCount);
  const port = await server.start({ port: 'EXCHANGE_PORT', host: 'HOST' });
  if (isPlaying) market.start();
  const symbols = Object.fromEntries(sources.map(({ symbol, origin }) => [symbol, origin]));
  if (isPlaying) logger.info({ port, symbols }, 'playing; what is simulated was never a price in any market');
  else logger.info({ port }, 'the best prices are those of the order book');
  return {
    port,
    notReady: () => venue?.notReady(),
    stop: async () => {
      market.stop();
      await venue?.quiesce();
      await server.stop();
      await venue?.stop();
    },
  };
}
