import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';
import { OperatorError } from './operator-error.ts';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  /** The names of the settings for port and host, for the error message. */
  readonly settings: ListenSettings;
  readonly shard: number;
  readonly metrics: Registry;
  /** Called with errors after which the server goes on. */
  readonly onError: (error: Error) => void;
  /** The reason why the process is not ready; undefined when it is. */
  readonly notReady: () => string | undefined;
}

/** Serves /health (alive), /ready (can be used) and /metrics (Prometheus). */
export async function startHealthServer(options: HealthOptions): Promise<Server> {
  const { host, port, settings, shard, metrics, onError, notReady } = options;
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: string, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/health') return answer(200, JSON.stringify({ status: 'ok', shard }));
    if (request.url === '/metrics') return answer(200, await metrics.metrics(), metrics.contentType);
    if (request.url !== '/ready') return answer(404, '{"status":"not found"}');
    const reason = notReady();
    return reason === undefined
      ? answer(200, JSON.stringify({ status: 'ready', shard }))
      : answer(503, JSON.stringify({ status: 'not ready', shard, reason }));
  });
  server.requestTimeout = 10_000;
  await listen(server, { port, host, settings, onError });
  server.unref();
  return server;
}

/** The settings that say where a server listens. */
export interface ListenSettings {
  readonly port: string;
  readonly host: string;
}

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly settings?: ListenSettings | undefined;
  /**
   * Called, at most once a second, with errors while the server listens. For example, a connection cannot be taken when
   * the process has too many files open. The server goes on.
   */
  readonly onError: (error: Error) => void;
}

const TELL_EVERY_MS = 1_000;

/** Listens. Rejects with a sentence for people when the address or the port cannot be used. */
export async function listen(server: Server, { port, host, settings, onError }: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(new PortError(port, host, error, settings));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  let tellAt = 0;
  server.on('error', (error) => {
    if (performance.now() < tellAt) return;
    tellAt = performance.now() + TELL_EVERY_MS;
    onError(error);
  });
}

/** The codes for an address that is not this machine's, or a name that is not known. */
const WRONG_HOST = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);

/** The port or the address cannot be listened on. */
export class PortError extends OperatorError {
  override name = 'PortError';

  constructor(port: number, host: string, { code = 'unknown' }: NodeJS.ErrnoException, settings?: ListenSettings) {
    const change = settings === undefined ? 'choose another port' : `set ${settings.port} to another port`;
    if (WRONG_HOST.has(code)) {
      const name = settings === undefined ? 'the host' : settings.host;
      super(`This machine cannot listen on ${host} (${code}): set ${name} to one of its own addresses.`);
    } else if (code === 'EADDRINUSE')
      super(`Port ${port} is taken by another program: stop that program, or ${change}.`);
    else if (code === 'EACCES') super(`Port ${port} is not for this user (${code}): ${change}, above 1023.`);
    else super(`Port ${port} cannot be used (${code}): ${change}.`);
  }
}
