import type { Server, Socket } from 'node:net';
import { Tally } from './tally.ts';

export interface PeerLimit {
  /** Connections that one peer may hold open. */
  readonly max: number;
  /** Under which name a peer's address is counted, for example that of its network. */
  readonly peerOf: (address: string) => string;
  readonly onDropped: () => void;
}

/**
 * Closes at once what one peer opens beyond a number of connections, whether it ever sends a request on them or not.
 * Behind a proxy all connections come from one peer: then this is no limit to have.
 */
export function limitPeers(server: Server, { max, peerOf, onDropped }: PeerLimit): void {
  const open = new Tally();
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket.remoteAddress ?? '');
    open.add(peer);
    socket.once('close', () => open.remove(peer));
    if (open.of(peer) <= max) return;
    onDropped();
    socket.destroy();
  });
}
