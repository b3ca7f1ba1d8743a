import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { evictSlowClients } from '@fulcrum/service';

const LOOK_EVERY_MS = 250;

/**
 * Evicts the clients that have taken the least of their answers, as long as all clients together leave more than the limit
 * unread. One answer may have hundreds of kilobytes, and a client need not read it. WebSockets of the same server count
 * too: they share its memory.
 *
 * @param onDropped is told of each connection that is cut off.
 * @returns how many bytes are unread at the moment.
 */
export function limitUnsentAnswers(server: Server, maxBytes: number, onDropped: () => void): () => number {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, new Set());
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const answers = sockets.get(socket);
    answers?.add(response);
    response.once('close', () => answers?.delete(response));
  });
  const clients = () =>
    [...sockets]
      // What a connection that was cut off did not take is gone at once. It is told of a moment later.
      .filter(([socket]) => !socket.destroyed)
      .map(([socket, answers]) => new AnsweredClient(socket, answers, onDropped));
  const timer = setInterval(() => evictSlowClients(clients(), maxBytes), LOOK_EVERY_MS);
  server.once('close', () => clearInterval(timer));
  return () => clients().reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
}

class AnsweredClient {
  readonly unsentBytes: number;
  readonly drop: () => void;

  /** @param answers under way: of requests that came together all but the first wait outside of the socket. */
  constructor(socket: Socket, answers: Iterable<ServerResponse>, onDropped: () => void) {
    let unsentBytes = socket.writableLength;
    for (const answer of answers) if (answer.socket === null) unsentBytes += answer.writableLength;
    this.unsentBytes = unsentBytes;
    this.drop = () => {
      onDropped();
      socket.destroy();
    };
  }
}
