import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * The address of the sender of a request, or the one that the trusted proxies name in `X-Forwarded-For`. If a proxy names
 * something else than an address, the proxy's own counts.
 *
 * @param trustedProxies the number of proxies in front of this process. Each appends its client's address to the
 *   header.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const peer = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return peer;
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = named.split(',').flatMap((hop) => hop.trim() || []);
  const trusted = hops.slice(-trustedProxies).map(addressIn);
  return trusted.find((address) => address !== undefined) ?? peer;
}

/**
 * The network by which the sender of a request is counted: that of the sender's address. If a proxy names something else
 * than an address, the proxy's own network counts, so that nobody gets a limit of their own by it.
 */
export function clientNetwork(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  return networkOf(clientAddress(request, trustedProxies));
}

/** The network by which an address is counted. An IPv6 address counts as its network, all of which one owner has. */
export function networkOf(address: string): string {
  return ipKeyGenerator(addressIn(address) ?? address);
}

/**
 * Reads an address as proxies write it: bare, in quotes or brackets, with a port, or with the name of an interface. The
 * port is dropped, since each connection has another.
 */
function addressIn(hop: string): string | undefined {
  const text = /^"?\[([^\]]*)\]/.exec(hop)?.[1] ?? hop.replaceAll('"', '');
  const readings = [text, text.replace(/:[^:]*$/, '')].map((reading) => reading.trim().replace(/%.*$/s, ''));
  return readings.find((address) => isIP(address) !== 0);
}
