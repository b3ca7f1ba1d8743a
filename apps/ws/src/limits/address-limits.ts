import type { IncomingMessage } from 'node:http';
import { clientNetwork, networkOf, type PeerLimit } from '@fulcrum/service';
import type { SenderLimits } from '@fulcrum/sockets';
import type { WsConfig } from '../config.ts';

/** Connections of one peer beyond those of one address, so that who opens too many is told so in an answer. */
const ROOM_FOR_ANSWERS = 100;

/**
 * What one address may have: as many connections with a user as without. A proxy is the peer of all its clients: behind one nothing is known of a connection
 * before its handshake names the client, and only those that go on to the handshake are counted by address.
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
