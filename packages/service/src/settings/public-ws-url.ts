import { z } from 'zod';

interface PublicUrls {
  readonly PUBLIC_URL?: string | undefined;
  readonly PUBLIC_WS_URL?: string | undefined;
}

/**
 * Checks that the WebSocket uses TLS if the pages do: no browser lets such a page open a WebSocket without TLS. The
 * check runs even if other settings are wrong, so that every fault is named at once.
 */
export function usablePublicWsUrl() {
  const check = ({ PUBLIC_URL, PUBLIC_WS_URL }: PublicUrls) =>
    !/^https:/i.test(PUBLIC_URL ?? '') || !/^ws:/i.test(PUBLIC_WS_URL ?? '');
  return z.refine<PublicUrls>(check, {
    path: ['PUBLIC_WS_URL'],
    message: 'must begin with wss:// where PUBLIC_URL begins with https://: browsers refuse a page of https any other',
    when: () => true,
  });
}
