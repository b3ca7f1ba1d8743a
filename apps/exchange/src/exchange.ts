import type { Service, ServiceContext } from '@fulcrum/service';
import type { ExchangeConfig } from './config.ts';
import { createExchangeMetrics } from './exchange-metrics.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { Market } from './market.ts';
import { loadRecording } from './recording.ts';
import { ExchangeServer } from './server.ts';

/** What a test may have otherwise. */
export interface ExchangeOverrides {
  readonly limits?: Partial<Limits>;
  /** The clock: milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface Exchange extends Service {
  readonly port: number;
}

/**
 * Starts the venue: it plays the recording to whoever subscribes.
 *
 * @throws PortError when the port is taken.
 */
export async function startExchange(
  { config, logger, metrics }: Omit<ServiceContext<ExchangeConfig>, 'signal' | 'fail'>,
  { limits, nowMs = Date.now }: ExchangeOverrides = {},
): Promise<Exchange> {
  const market = new Market(await loadRecording(), nowMs, (stream, frame) => server.tick(stream, frame));
  const server: ExchangeServer = new ExchangeServer({
    host: config.HOST,
    port: config.EXCHANGE_PORT,
    maxConnections: config.MAX_CONNECTIONS,
    limits: { ...defaultLimits, ...limits },
    metrics: createExchangeMetrics(metrics),
    nowMs,
    currentBook: (stream) => market.current(stream),
  });
  const port = await server.start();
  market.start();
  const symbols = Object.fromEntries(
    [...market.symbols.values()].map(({ source: { symbol, origin } }) => [symbol, origin]),
  );
  logger.info({ port, symbols }, 'playing; what is simulated was never a price in any market');
  return {
    port,
    notReady: () => undefined,
    stop: async () => {
      market.stop();
      await server.stop();
    },
  };
}
