import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { evictSlowClients } from '@fulcrum/service';

const LOOK_EVERY_MS = 250;

/**
 * Cuts off those clients that hold up the most, while the answers that all clients together have not taken are more than
 * the limit. One answer may have hundreds of kilobytes, and a client need not read it.
 *
 * @param onDropped is told of each connection that is cut off.
 * @returns how many bytes are held up at the moment.
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
