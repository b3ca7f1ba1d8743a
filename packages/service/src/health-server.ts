import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import { OperatorError } from './operator-error.ts';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Registry;
  /** What keeps the process from being useful, or undefined when nothing does. */
  readonly notReady: () => string | undefined;
}

/** Serves /health (alive), /ready (useful) and /metrics (Prometheus). */
export async function startHealthServer(options: HealthOptions): Promise<Server> {
  const { host, port, metrics, notReady } = options;
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: string, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/health') return answer(200, '{"status":"ok"}');
    if (request.url === '/metrics') return answer(200, await metrics.metrics(), metrics.contentType);
    if (request.url !== '/ready') return answer(404, '{"status":"not found"}');
    const reason = notReady();
    return reason === undefined
      ? answer(200, '{"status":"ready"}')
      : answer(503, JSON.stringify({ status: 'not ready', reason }));
  });
  server.requestTimeout = 10_000;
  await listen(server, port, host);
  server.unref();
  return server;
}

/** Listens, and rejects with a plain sentence when the port cannot be had. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortError(port, error)));
    server.listen(port, host, resolve);
  });
}

/** A port that cannot be listened on. */
export class PortError extends OperatorError {
  override name = 'PortError';

  constructor(port: number, cause: NodeJS.ErrnoException) {
    const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code})`;
    super(`Port ${port} ${why}: stop that program, or choose another port.`);
  }
}
