import type { z } from 'zod';
import { startHealthServer } from './health-server.ts';
import { createLogger, type Logger } from './logging/logger.ts';
import { createMetrics, type Registry } from './metrics.ts';
import { OperatorError } from './operator-error.ts';
import { type commonConfig, readConfig } from './settings/config.ts';
import { Waits } from './waits.ts';

/** What a process is started with. */
export interface ServiceContext<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** What the parts of the process wait for. It is part of the reason why the process is not ready. */
  readonly waits: Waits;
  /** Aborted when the process has to stop. */
  readonly signal: AbortSignal;
  /** Ends the process with status 1 after an error that must never happen. A supervisor starts it again. */
  readonly fail: (error: unknown) => void;
}

/** A started process. */
export interface Service {
  /** The reason why it is not ready; undefined when it is. */
  notReady(): string | undefined;
  /** Finishes what is in progress. `signal` has been aborted already. */
  stop(): Promise<void>;
}

/**
 * A process that has not stopped after this time ends itself. The limit is longer than the longest wait in progress,
 * which is five seconds for the engine or PostgreSQL. A program that stops processes has to wait longer than this.
 */
export const STOP_LIMIT_MS = 6_000;

/**
 * Runs a process: reads the configuration, serves health and metrics, and stops cleanly on SIGTERM, on SIGINT, and when
 * its parent has ended.
 */
export async function runService<Schema extends typeof commonConfig>(
  name: string,
  schema: Schema,
  start: (context: ServiceContext<z.output<Schema>>) => Promise<Service>,
): Promise<void> {
  const stopping = new AbortController();
  let logger = createLogger(name, 'info');
  let service: Service | undefined;
  const fail = (error: unknown) => {
    if (error instanceof OperatorError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'stopped by an error');
    process.exit(1);
  };
  const stop = async (why: string) => {
    if (stopping.signal.aborted) return;
    logger.info({ why }, 'stopping');
    setTimeout(() => fail(new Error('stopping took too long')), STOP_LIMIT_MS).unref();
    stopping.abort(new Error('stopping'));
    await service?.stop();
    logger.info('stopped');
    process.exit(0);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal).catch(fail));
  process.on('disconnect', () => stop('the parent process is gone').catch(fail));
  try {
    const config = readConfig(schema, process.env);
    const { SHARD: shard } = config;
    logger = createLogger(name, config.LOG_LEVEL);
    const metrics = createMetrics(name, shard);
    const waits = new Waits();
    const notReady = () => waits.explain(service === undefined ? 'starting' : service.notReady());
    const host = config.HEALTH_HOST ?? config.HOST;
    const settings = { port: 'HEALTH_PORT', host: config.HEALTH_HOST === undefined ? 'HOST' : 'HEALTH_HOST' };
    const onError = (error: Error) => logger.error({ err: error }, 'the health server');
    const health = await startHealthServer({
      ...{ host, port: config.HEALTH_PORT, settings, shard, metrics, onError, notReady },
    });
    service = await start({ config, logger, metrics, waits, signal: stopping.signal, fail });
    logger.info({ health: health.address(), shard }, 'started');
  } catch (error) {
    if (stopping.signal.aborted) return;
    fail(error);
  }
}
