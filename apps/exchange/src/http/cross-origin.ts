import type { RequestHandler } from 'express';
import type { OwnPages } from '../sign-in/own-pages.ts';

/** What pages may read of an answer besides its body. */
const EXPOSED = 'RateLimit, RateLimit-Policy, Retry-After, X-PAGE-COUNT, X-CURRENT-PAGE, X-PAGE-SIZE, X-TOTAL';

/** For how long a browser need not ask again what a page may send, in seconds. */
const MAX_AGE = '600';

/** Lets the broker's own pages ask with the session's cookie, and read what they are answered. No other page may. */
export function crossOrigin(pages: OwnPages): RequestHandler {
  return ({ headers, method }, response, next) => {
    response.vary('Origin');
    const { origin, host } = headers;
    if (origin === undefined || !pages.has(origin, host)) return next();
    response.set('Access-Control-Allow-Origin', origin);
    response.set('Access-Control-Allow-Credentials', 'true');
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) {
      response.set('Access-Control-Expose-Headers', EXPOSED);
      return next();
    }
    response.set('Access-Control-Allow-Methods', 'GET, POST, DELETE');
    response.set('Access-Control-Allow-Headers', 'Content-Type');
    response.set('Access-Control-Max-Age', MAX_AGE);
    response.status(204).end();
  };
}
