import autocannon from 'autocannon';
import { runWorker } from '../programs/worker.ts';
import type { Load, LoadReport } from './load.ts';

/** Sends requests to a server. */
async function fire({ url, of, connections, requests }: Load): Promise<LoadReport> {
  const milliseconds: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  let endedAt = startedAt;
  let opened = 0;
  const options: autocannon.Options = {
    url,
    connections,
    amount: requests,
    // Each connection sends for users of its own, one after the other.
    setupClient: (connection) => {
      const own = of.filter((_request, index) => index % connections === opened);
      opened += 1;
      connection.setRequests(own.map((request) => ({ method: 'POST', ...request })));
    },
  };
  // The library's own histogram knows whole milliseconds alone.
  const { errors } = await run(options, (status, responseTime) => {
    milliseconds.push(responseTime);
    statuses[status] = (statuses[status] ?? 0) + 1;
    endedAt = performance.now();
  });
  if (errors > 0) statuses.error = errors;
  return { milliseconds, statuses, seconds: (endedAt - startedAt) / 1_000 };
}

function run(
  options: autocannon.Options,
  onResponse: (status: number, milliseconds: number) => void,
): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    running.on('response', (_connection, status, _bytes, milliseconds) => onResponse(status, milliseconds));
  });
}

runWorker({ fire });
