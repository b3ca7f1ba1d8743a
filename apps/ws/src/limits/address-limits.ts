import type { IncomingMessage } from 'node:http';
import { clientNetwork, networkOf, type PeerLimit } from '@fulcrum/service';
import type { SenderLimits } from '@fulcrum/sockets';
import type { WsConfig } from '../config.ts';

/** Connections that one peer may have beyond those of one address: a client with too many is told so in an answer. */
const ROOM_FOR_ANSWERS = 100;

/**
 * What one address may have: as many connections with a user as without. Behind a proxy, all clients have one peer, and a
 * connection's client is known with its handshake. So peers are not limited there, and only connections that have sent
 * their handshake are counted, by address.
 */
export function addressLimits(
  config: WsConfig,
  userOf: (request: IncomingMessage) => string | undefined,
  onDropped: () => void,
): { readonly senders: SenderLimits; readonly peers?: PeerLimit } {
  const { TRUSTED_PROXIES: proxies, MAX_CONNECTIONS_PER_ADDRESS: maxConnections } = config;
  const senders = {
    senderOf: (request: IncomingMessage) => ({ address: clientNetwork(request, proxies), userId: userOf(request) }),
    maxConnections,
    maxHandshakes: config.HANDSHAKE_RATE_LIMIT,
  };
  if (proxies > 0) return { senders };
  return { senders, peers: { max: 2 * maxConnections + ROOM_FOR_ANSWERS, peerOf: networkOf, onDropped } };
}
