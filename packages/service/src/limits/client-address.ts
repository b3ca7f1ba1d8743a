import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * How the sender of a request is counted: by the network of the address from which it comes, or of the one that the
 * proxies which are trusted name for it in `X-Forwarded-For`. What they name and is no address counts as the proxy that
 * named it, so that nobody gets a limit of their own by it.
 *
 * @param trustedProxies how many stand in front of this process. Each appends to the header whom it was asked by.
 */
export function clientNetwork(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const peer = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return networkOf(peer);
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = named.split(',').flatMap((hop) => hop.trim() || []);
  const trusted = hops.slice(-trustedProxies).map(addressIn);
  return networkOf(trusted.find((address) => address !== undefined) ?? peer);
}

/** How an address is counted. Of an IPv6 address it is the network: its owner has all addresses in it. */
export function networkOf(address: string): string {
  return ipKeyGenerator(addressIn(address) ?? address);
}

/**
 * Reads an address as proxies write it: bare, in quotes or brackets, with a port, or with the name of the interface
 * behind it. The port is another one for each connection.
 */
function addressIn(hop: string): string | undefined {
  const text = /^"?\[([^\]]*)\]/.exec(hop)?.[1] ?? hop.replaceAll('"', '');
  const readings = [text, text.replace(/:[^:]*$/, '')].map((reading) => reading.trim().replace(/%.*$/s, ''));
  return readings.find((address) => isIP(address) !== 0);
}
