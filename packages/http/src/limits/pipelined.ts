import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What Node knows of a connection's parser. It is not documented: a test says so where it is another some day. */
interface Parsed {
  readonly parser?: { onIncoming: () => number } | null;
}

/** The parser's word for a fault: it reads no further. */
const FAULT = -1;

/**
 * Cuts off a connection that has sent more than so many requests without waiting for their answers. Node reads thousands out
 * of one packet before anybody else has a turn, even of a connection that is cut off. So its parser is stopped as well.
 *
 * @param onDropped is told of each connection that is cut off.
 */
export function limitPipelined(server: Server, most: number, onDropped: () => void): void {
  const unanswered = new WeakMap<Socket, number>();
  const add = (socket: Socket, count: number): number => {
    const sum = (unanswered.get(socket) ?? 0) + count;
    unanswered.set(socket, sum);
    return sum;
  };
  // Before the one who answers: what cuts a connection off is not even begun.
  server.prependListener('request', ({ socket }, response) => {
    response.once('close', () => add(socket, -1));
    if (add(socket, 1) <= most || socket.destroyed) return;
    onDropped();
    const { parser } = socket as Parsed;
    if (parser) parser.onIncoming = () => FAULT;
    socket.destroy();
  });
}
