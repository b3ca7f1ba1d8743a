import { publicOrigin } from '@fulcrum/sessions';
import type { Request } from 'express';

/**
 * Whether a page of another origin made a browser send this request. Browsers say so by `Sec-Fetch-Site`, which no page
 * can write, and older ones by `Origin` alone. Programs send neither, and carry no cookies that are not their own.
 *
 * @param publicUrl where people reach the API, whatever the proxy in front of it makes of the header `Host`.
 */
export function isCrossOrigin({ headers }: Pick<Request, 'headers'>, publicUrl: string | undefined): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const { host: from, origin: canonical } = new URL(origin);
  return from !== host?.toLowerCase() && canonical !== publicOrigin(publicUrl);
}
