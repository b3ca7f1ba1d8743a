import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

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
 */
export function limitPeers(server: Server, { max, peerOf, onDropped }: PeerLimit): void {
  const open = new Map<string, Set<Socket>>();
  const busy = countBusy(server);
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
}

/** @returns the connections with requests that are being answered, and those that were upgraded. */
function countBusy(server: Server): Pick<Map<Socket, number>, 'has'> {
  const busy = new Map<Socket, number>();
  const add = (socket: Socket) => void busy.set(socket, (busy.get(socket) ?? 0) + 1);
  const remove = (socket: Socket) => {
    const left = (busy.get(socket) ?? 0) - 1;
    if (left > 0) busy.set(socket, left);
    else busy.delete(socket);
  };
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    add(socket);
    response.once('close', () => remove(socket));
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => {
    add(socket);
    socket.once('close', () => remove(socket));
  });
  return busy;
}
