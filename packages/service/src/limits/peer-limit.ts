import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

export interface PeerLimit {
  /** The most connections of one peer. */
  readonly max: number;
  /** The name under which an address is counted, such as its network. */
  readonly peerOf: (address: string) => string;
  readonly onDropped: () => void;
}

/**
 * Limits the connections of one peer. Beyond the limit the peer's oldest idle connection is closed. Only if none is
 * idle, the new one is closed. So idle connections keep nobody else of the same peer out. Behind a proxy all
 * connections come from one peer, so this limit is not used there.
 *
 * @returns a function that marks a connection as in use until it ends. It has to be called for each upgraded
 *   connection. This function cannot listen for upgrades itself, because a server with such a listener has to answer
 *   them all.
 */
export function limitPeers(server: Server, { max, peerOf, onDropped }: PeerLimit): (upgraded: Socket) => void {
  const open = new Map<string, Set<Socket>>();
  const busy = new Busy();
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket.remoteAddress ?? '');
    const ofPeer = open.get(peer) ?? new Set();
    open.set(peer, ofPeer.add(socket));
    socket.once('close', () => {
      ofPeer.delete(socket);
      if (ofPeer.size === 0) open.delete(peer);
    });
    if (ofPeer.size <= max) return;
    onDropped();
    const idle = [...ofPeer].find((other) => !busy.has(other));
    idle?.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => busy.until(response, socket));
  return (upgraded) => busy.until(upgraded, upgraded);
}

/** The connections in use: those with a request in progress, and upgraded ones. */
class Busy {
  readonly #counts = new Map<Socket, number>();

  has(socket: Socket): boolean {
    return this.#counts.has(socket);
  }

  /** Counts a connection as in use until `end` is closed. */
  until(end: Writable, socket: Socket): void {
    this.#counts.set(socket, (this.#counts.get(socket) ?? 0) + 1);
    end.once('close', () => this.#remove(socket));
  }

  #remove(socket: Socket): void {
    const left = (this.#counts.get(socket) ?? 0) - 1;
    if (left > 0) this.#counts.set(socket, left);
    else this.#counts.delete(socket);
  }
}
