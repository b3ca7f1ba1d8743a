import type { IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * Who sends a request: the address from which it comes, or the one that the proxies which are trusted name for it, as
 * Express finds it. Of an IPv6 address the network: its owner has all addresses in it.
 *
 * @param trustedProxies how many stand in front of this process. Each appends to the header whom it was asked by.
 */
export function senderOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const forwarded = named.split(',').flatMap((address) => address.trim() || []);
  const hops = [...forwarded, socket.remoteAddress ?? ''].reverse();
  return networkOf(hops[Math.min(trustedProxies, hops.length - 1)] ?? '');
}

/** How an address is counted. */
export function networkOf(address: string): string {
  return ipKeyGenerator(address);
}
