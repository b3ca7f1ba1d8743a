import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

export interface PeerLimit {
  /** Connections that one peer may hold open. */
  readonly max: number;
  /** Under which name a peer's address is counted, for example that of its network. */
  readonly peerOf: (address: string) => string;
  readonly onDropped: () => void;
}

/**
 * Closes what one peer opens beyond a number of connections: the oldest on which nothing is being answered, whether
 * anything was ever asked on it or not, and the new one only where there is none such. So whoever holds connections for
 * nothing keeps nobody else of the same peer out. Behind a proxy all connections come from one peer: then this is no
 * limit to have.
 *
 * @returns a function that marks a connection as in use until it ends. Whoever upgrades connections calls it for each:
 *   a server that listens for upgrades has to answer them all, so this function does not listen itself.
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

/** Connections with requests that are being answered, and those that were upgraded. */
class Busy {
  readonly #counts = new Map<Socket, number>();

  has(socket: Socket): boolean {
    return this.#counts.has(socket);
  }

  /** Counts a connection once more until something is closed. */
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
