import { z } from 'zod';

interface PublicUrls {
  readonly PUBLIC_URL?: string | undefined;
  readonly PUBLIC_WS_URL?: string | undefined;
  readonly PUBLIC_VENUE_URL?: string | undefined;
}

/** Checks that the WebSocket uses TLS if the pages do: no browser lets such a page open a WebSocket without TLS. */
export function usablePublicWsUrl() {
  return withTls('PUBLIC_WS_URL', 'wss://');
}

/** The same of the venue, of which a page asks by both. */
export function usablePublicVenueUrl() {
  return withTls('PUBLIC_VENUE_URL', 'https://');
}

/** The check runs even if other settings are wrong, so that every fault is named at once. */
function withTls(name: 'PUBLIC_WS_URL' | 'PUBLIC_VENUE_URL', beginning: string) {
  const isWithoutTls = (url: string | undefined) => /^(ws|http):/i.test(url ?? '');
  const check = (urls: PublicUrls) => !/^https:/i.test(urls.PUBLIC_URL ?? '') || !isWithoutTls(urls[name]);
  return z.refine<PublicUrls>(check, {
    path: [name],
    message: `must begin with ${beginning} where PUBLIC_URL begins with https://: browsers refuse a page of https any other`,
    when: () => true,
  });
}
