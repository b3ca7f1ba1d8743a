import type { Server } from 'node:http';
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
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const clients = () => [...sockets].map((socket) => new AnsweredClient(socket, onDropped));
  const timer = setInterval(() => evictSlowClients(clients(), maxBytes), LOOK_EVERY_MS);
  server.once('close', () => clearInterval(timer));
  return () => clients().reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
}

class AnsweredClient {
  readonly unsentBytes: number;
  readonly drop: () => void;

  constructor(socket: Socket, onDropped: () => void) {
    this.unsentBytes = socket.writableLength;
    this.drop = () => {
      onDropped();
      socket.destroy();
    };
  }
}
