import { join } from 'node:path';
import { freePort, startRedis } from '@fulcrum/devstack';
import { bookTickerStream } from '@fulcrum/protocol';
import { connectRedis, whenReady } from '@fulcrum/streams';
import type { Bench, BenchContext, Figure } from '../bench.ts';
import { noteServer } from '../machine.ts';
import { readMetric } from '../metrics.ts';
import { until } from '../programs/limit.ts';
import { type Programs, withPrograms } from '../programs/processes.ts';
import type { Program } from '../programs/program.ts';
import { percentile } from '../report/statistics.ts';
import type { Crowd, CrowdReport } from './clients-worker.ts';
import { nowMicros } from './clock.ts';
import { ASSET, PriceSource } from './price-source.ts';

const CLIENTS = 2_000;
/** The clients' own work must not hold the measure up. */
const CLIENT_PROCESSES = 2;
const PRICES_PER_SECOND = 20;
const WARM_UP_TICKS = 60;
const TICKS = 600;
const LIMIT_MS = 60_000;

/** Prices to two thousand clients that all follow the same market. */
export const bench: Bench = {
  name: 'ws',
  run: (context) =>
    withPrograms(context, async (programs) => {
      context.progress('starting Redis');
      const server = await startRedis({ directory: join(programs.folder, 'redis') });
      noteServer(server.description);
      const redis = connectRedis(server.url, () => {});
      try {
        await whenReady(redis, context.signal);
        return await measure(context, programs, server.url, new PriceSource(redis));
      } finally {
        redis.disconnect();
        await programs.stop();
        await server.stop();
      }
    }),
};

async function measure(
  { progress, signal }: BenchContext,
  programs: Programs,
  redisUrl: string,
  source: PriceSource,
): Promise<Figure[]> {
  const port = String(await freePort());
  const secret = { JWT_SECRET: 'nobody signs in to this feed, it is public' };
  // The whole crowd has one address.
  const all = String(CLIENTS);
  const crowd = { MAX_CONNECTIONS_PER_ADDRESS: all, HANDSHAKE_RATE_LIMIT: all, MESSAGE_RATE_LIMIT: all };
  const env = { REDIS_URL: redisUrl, WS_PORT: port, ...secret, ...crowd };
  const feed = await programs.startApp('ws', { env });
  // A feed knows an asset, and lets clients subscribe to it, from its first tick on.
  await source.tick();
  progress(`connecting ${CLIENTS} clients`);
  const crowds = await gather(programs, `ws://127.0.0.1:${port}`);
  progress('warming up');
  await source.run(WARM_UP_TICKS, PRICES_PER_SECOND, signal);
  await untilUpToDate(crowds, source.lastTick, signal);

  const conflatedBefore = await readMetric(feed.healthUrl, 'ws_messages_conflated_total');
  await Promise.all(crowds.map((crowd) => crowd.ask('begin', nowMicros(), LIMIT_MS)));
  progress(`${PRICES_PER_SECOND} prices a second to ${CLIENTS} clients`);
  await source.run(TICKS, PRICES_PER_SECOND, signal);
  await untilUpToDate(crowds, source.lastTick, signal);
  const conflated = (await readMetric(feed.healthUrl, 'ws_messages_conflated_total')) - conflatedBefore;
  const reports = await Promise.all(crowds.map((crowd) => crowd.ask<CrowdReport>('report', source.lastTick, LIMIT_MS)));
  return figuresOf(reports, conflated);
}

async function gather(programs: Programs, url: string): Promise<Program[]> {
  const crowd: Crowd = { url, stream: bookTickerStream(ASSET), clients: CLIENTS / CLIENT_PROCESSES };
  const workers = Array.from({ length: CLIENT_PROCESSES }, (_, index) =>
    programs.worker(new URL('clients-worker.ts', import.meta.url), { name: `clients-${index + 1}` }),
  );
  await Promise.all(workers.map((worker) => worker.ask('connect', crowd, LIMIT_MS)));
  return workers;
}

/** Waits until every client has the newest price, whatever it missed before. */
async function untilUpToDate(crowds: readonly Program[], lastTick: number, signal: AbortSignal): Promise<void> {
  const count = async () => {
    const counts = await Promise.all(crowds.map((crowd) => crowd.ask<number>('upToDate', lastTick, LIMIT_MS)));
    return counts.reduce((sum, upToDate) => sum + upToDate, 0) === CLIENTS ? true : undefined;
  };
  await until(LIMIT_MS, 'every client has the newest price', signal, count);
}

function figuresOf(reports: readonly CrowdReport[], conflated: number): Figure[] {
  const total = (of: (report: CrowdReport) => number) => reports.reduce((sum, report) => sum + of(report), 0);
  const disordered = total((report) => report.disordered);
  if (disordered > 0) throw new Error(`${disordered} prices came twice, or after newer ones`);
  const due = CLIENTS * TICKS;
  const delivered = total((report) => report.delivered);
  const milliseconds = reports.flatMap(({ latencies }) => latencies.map((micros) => micros / 1_000));
  const share = (count: number) => (100 * count) / due;
  return [
    {
      name: `${CLIENTS} clients, ${PRICES_PER_SECOND} prices/s: delivered or conflated`,
      value: share(delivered + conflated),
      unit: '%',
      target: { of: 'value', atLeast: 100, atMost: 100 },
    },
    { name: 'conflated', value: share(conflated), unit: '%' },
    { name: 'from the log to the client, p50', value: percentile(milliseconds, 0.5), unit: 'ms' },
    {
      name: 'from the log to the client, p99',
      value: percentile(milliseconds, 0.99),
      unit: 'ms',
      target: { of: 'value', atMost: 100 },
    },
    { name: 'from the log to the client, slowest', value: percentile(milliseconds, 1), unit: 'ms' },
  ];
}
