import { runWorker } from '../programs/worker.ts';
import { PriceClient } from './price-client.ts';

/** More at a time could find the server's queue of new connections full. */
const CONNECTIONS_AT_A_TIME = 50;

export interface Crowd {
  readonly url: string;
  readonly stream: string;
  readonly clients: number;
}

export interface CrowdReport {
  /** Ticks that came, of all clients together. */
  readonly delivered: number;
  readonly disordered: number;
  /** Clients that are still connected and have got the last tick. */
  readonly upToDate: number;
  /** Microseconds from the log to the client, for each tick that came. */
  readonly latencies: readonly number[];
}

const clients: PriceClient[] = [];
const latencies: number[] = [];

/** Some of the clients of the feed, in a process of their own. */
runWorker({
  connect: async ({ url, stream, clients: wanted }: Crowd): Promise<void> => {
    while (clients.length < wanted) {
      const next = Math.min(CONNECTIONS_AT_A_TIME, wanted - clients.length);
      const connecting = Array.from({ length: next }, () => PriceClient.connect(url, stream, latencies));
      clients.push(...(await Promise.all(connecting)));
    }
  },
  begin: (at: number): void => {
    for (const client of clients) client.begin(at);
  },
  upToDate,
  report: (lastTick: number): CrowdReport => ({
    delivered: sum(({ delivered }) => delivered),
    disordered: sum(({ disordered }) => disordered),
    upToDate: upToDate(lastTick),
    latencies,
  }),
});

function upToDate(lastTick: number): number {
  return clients.filter((client) => client.isConnected && client.lastTick === lastTick).length;
}

function sum(of: (client: PriceClient) => number): number {
  return clients.reduce((total, client) => total + of(client), 0);
}
