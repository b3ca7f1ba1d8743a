import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/**
 * How long requests in flight are waited for: a little longer than anything waits for the engine or PostgreSQL, and
 * so much shorter than a process may take to stop (`STOP_LIMIT_MS`) that there is time for the rest.
 */
const ANSWER_MS = 5_200;

/** How long a client may take to fetch what it has been answered. */
const FETCH_MS = 1_000;

const LOOK_EVERY_MS = 50;

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When the rest of its answer is dropped. It is set once the answer has begun: from then on the client has to take it. */
  fetchUntil?: number;
}

/**
 * Watches a server's connections, so that none can keep it from stopping.
 *
 * @returns a function that stops the server. A connection on which no whole request waits for its answer is ended at
 *   once, whether it is idle, silent, or in the middle of its headers or body. The others are ended when they have their
 *   answers, or have taken too long.
 */
export function stoppable(server: Server, answerMs = ANSWER_MS, fetchMs = FETCH_MS): () => Promise<void> {
  const open = new Map<Socket, Set<Asked>>();
  server.on('connection', (socket: Socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const asked: Asked = { request, response };
    const ofSocket = open.get(request.socket)?.add(asked);
    response.once('close', () => ofSocket?.delete(asked));
  });
  const isOwed = (asked: Asked) => {
    if (!asked.request.complete) return false;
    if (!asked.response.headersSent) return true;
    asked.fetchUntil ??= performance.now() + fetchMs;
    return performance.now() < asked.fetchUntil;
  };
  return async () => {
    const end = performance.now() + answerMs;
    // The HTTP server's own function would cut off answers that are written and still on their way to slow clients.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
    const look = () => {
      const isLate = performance.now() >= end;
      for (const [socket, asked] of open) if (isLate || ![...asked].some(isOwed)) socket.destroy();
    };
    look();
    const looking = setInterval(look, LOOK_EVERY_MS);
    await closed;
    clearInterval(looking);
  };
}
