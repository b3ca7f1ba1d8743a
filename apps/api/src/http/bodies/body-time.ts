import type { IncomingMessage, Server } from 'node:http';

/** Cuts off a request whose body is not there in time, as Node does with one that takes longer than any may. */
export function limitBodyTime(server: Server, request: IncomingMessage, limitMs: number): void {
  const { headers, socket } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const late = setTimeout(() => {
    if (request.complete) return;
    server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  }, limitMs).unref();
  // It comes once the body is read, or thrown away, or the connection is gone.
  request.once('close', () => clearTimeout(late));
}
