import { randomUUID } from 'node:crypto';
import { runWorker } from '../programs/worker.ts';
import type { Reading, ReadingReport } from './reading.ts';
import { RestReader } from './rest-reader.ts';
import { SocketReader } from './socket-reader.ts';

const PATHS = {
  figures: () => '/balance/me',
  orders: () => '/trade/get-open-orders',
  unknown: () => `/trade/orders/${randomUUID()}`,
} as const;

/** Connections of each reader. What waits for the history, as an unknown order does, is asked for over many at once. */
const CONNECTIONS = { figures: 1, orders: 1, unknown: 25 } as const;

const repeated = <Value>(values: readonly Value[], times: number) => Array.from({ length: times }, () => values).flat();

let running: { stop(): Promise<ReadingReport> }[] = [];

/** Readers without mercy: each asks again as soon as it has its answer, also when that says to slow down. */
runWorker({
  start: async ({ what, apiUrl, wsUrl, tokens }: Reading): Promise<void> => {
    running =
      what === 'socket'
        ? await Promise.all(tokens.map((token) => SocketReader.start(wsUrl, token)))
        : repeated(tokens, CONNECTIONS[what]).map(
            (token) => new RestReader(() => `${apiUrl}/api/v1${PATHS[what]()}`, token),
          );
  },
  stop: async (): Promise<ReadingReport> => {
    const reports = await Promise.all(running.map((reader) => reader.stop()));
    running = [];
    const sum = (of: (report: ReadingReport) => number) => reports.reduce((total, report) => total + of(report), 0);
    return {
      reads: sum(({ reads }) => reads),
      bytes: sum(({ bytes }) => bytes),
      refused: sum(({ refused }) => refused),
    };
  },
});
