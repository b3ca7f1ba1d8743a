import type { IncomingMessage } from 'node:http';
import { clientNetwork, networkOf } from '@fulcrum/service';
import type { SocketServerOptions } from '@fulcrum/sockets';
import type { ExchangeConfig } from '../config.ts';
import type { Client } from './client.ts';

/**
 * What one address may have. Behind a proxy all clients have one peer, and a client is known with its handshake: only
 * connections that have sent one are counted there, those with a user apart from those without.
 */
export function addressLimits(
  config: ExchangeConfig,
  userOf: (request: IncomingMessage) => string | undefined,
  onDropped: () => void,
): Pick<SocketServerOptions<Client>, 'senders' | 'peers'> {
  const { TRUSTED_PROXIES: proxies, MAX_CONNECTIONS_PER_ADDRESS: maxConnections } = config;
  if (proxies === 0) return { peers: { max: maxConnections, peerOf: networkOf, onDropped } };
  const senderOf = (request: IncomingMessage) => ({
    address: clientNetwork(request, proxies),
    userId: userOf(request),
  });
  return { senders: { senderOf, maxConnections, maxHandshakes: config.HANDSHAKE_RATE_LIMIT } };
}
