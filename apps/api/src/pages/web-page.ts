import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPath } from '@fulcrum/service';
import { isSecure } from '@fulcrum/sessions';
import { type Request, type Response, Router } from 'express';
import { type ApiConfig, hasPaperMoney } from '../config.ts';
import { staticFiles } from './static-files.ts';

/** A placeholder in the built page for the address of the WebSocket. */
const FEED_PLACEHOLDER = '__FEED_URL__';

/** A placeholder for the address of the venue. */
const VENUE_PLACEHOLDER = '__VENUE_URL__';

/** A host that may stand in a header. Whatever else a client calls this server is not repeated. */
const HOST_NAME = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])$/i;

/** A placeholder in the built page for the path below which the API is. */
const PATH_PLACEHOLDER = '__PUBLIC_PATH__';

/** A placeholder in the built page for whether there is paper money. */
const PAPER_PLACEHOLDER = '__PAPER_MONEY__';

/** How the built trading screen names the files that it loads, and how the desk does, which stands a folder below. */
const BESIDE = '="./';
const ABOVE = '="../';

/** Where the desk's page is built, and served. */
const DESK = 'desk';

const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

/**
 * The trading screen and the desk as they were built into a folder, kept in memory. Browsers keep their scripts and styles
 * for ever, because their names have the hash of their content. They ask for the pages themselves each time. The desk's
 * page is of no use to who is not staff, and holds nothing that they may not see.
 *
 * @returns undefined when the folder has no page: then the screen was not built.
 */
export function webPages(directory: string, config: ApiConfig): Router | undefined {
  const page = builtPage(join(directory, 'index.html'), config);
  if (page === undefined) return undefined;
  const desk = builtPage(join(directory, DESK, 'index.html'), config);
  const files = staticFiles(directory);
  const router = Router();
  router.get('/', (request, response) => sendPage(page, addresses(request, config), response));
  if (desk !== undefined)
    router.get(`/${DESK}`, ({ path }, response) =>
      // What stands beside the page is named from where it is without a slash.
      path.endsWith('/')
        ? response.redirect(301, `${publicPath(config.PUBLIC_URL)}/${DESK}`)
        : sendPage(desk, NOTHING_ELSE, response),
    );
  router.get(/^\/(?:desk\/)?(?:assets\/.+|favicon\.svg)$/, (request, response, next) => {
    const isAsset = request.path.includes('/assets/');
    const file = files.get(request.path.slice(1));
    return file === undefined ? next() : file.send(request, response, isAsset ? FOR_EVER : A_DAY);
  });
  return router;
}

/** @returns undefined when it was not built. */
function builtPage(path: string, config: ApiConfig): string | undefined {
  if (!existsSync(path)) return undefined;
  const base = publicPath(config.PUBLIC_URL);
  return readFileSync(path, 'utf8')
    .replaceAll(PATH_PLACEHOLDER, base)
    .replace(PAPER_PLACEHOLDER, hasPaperMoney(config) ? 'yes' : 'no')
    .replaceAll(ABOVE, `="${base}/`)
    .replaceAll(BESIDE, `="${base}/`);
}

/** Where the page finds what is beside the API. */
interface Addresses {
  readonly feed: string;
  /** Empty where there is no venue. */
  readonly venue: string;
}

/** Of a page that asks this server alone. */
const NOTHING_ELSE: Addresses = { feed: '', venue: '' };

function addresses(request: Request, config: ApiConfig): Addresses {
  return { feed: feedUrl(request, config), venue: venueUrl(request, config) };
}

function sendPage(page: string, { feed, venue }: Addresses, response: Response): void {
  response.set('Content-Security-Policy', policy(feed === '' ? originsOf(venue) : [feed, ...originsOf(venue)]));
  response.set('Cache-Control', 'no-cache');
  response.type('html').send(page.replace(FEED_PLACEHOLDER, feed).replace(VENUE_PLACEHOLDER, venue));
}

/** What the page asks the venue over HTTP, and over its WebSocket. */
function originsOf(venue: string): string[] {
  if (venue === '') return [];
  const { origin } = new URL(venue);
  return [origin, origin.replace('http', 'ws')];
}

/** The page loads nothing from elsewhere, and connects to nothing but this API, the feed and the venue. */
function policy(others: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...others].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';');
}

/**
 * Where browsers find the WebSocket: at the configured address, or on this host at the feed's own port. The configuration
 * knows this host's name better than the request.
 */
function feedUrl(request: Request, { PUBLIC_WS_URL, PUBLIC_URL, WS_PORT }: ApiConfig): string {
  if (PUBLIC_WS_URL !== undefined) return PUBLIC_WS_URL;
  return `${isSecure(PUBLIC_URL) ? 'wss' : 'ws'}://${ownHost(request, PUBLIC_URL)}:${WS_PORT}`;
}

/** Where browsers find the venue, likewise. @returns an empty text where nothing says that there is one. */
function venueUrl(request: Request, { PUBLIC_VENUE_URL, PUBLIC_URL, EXCHANGE_PORT }: ApiConfig): string {
  if (PUBLIC_VENUE_URL !== undefined) return PUBLIC_VENUE_URL.replace(/\/+$/, '');
  if (EXCHANGE_PORT === undefined) return '';
  return `${isSecure(PUBLIC_URL) ? 'https' : 'http'}://${ownHost(request, PUBLIC_URL)}:${EXCHANGE_PORT}`;
}

function ownHost(request: Request, publicUrl: string | undefined): string {
  return publicUrl === undefined ? askedHost(request) : new URL(publicUrl).hostname;
}

/** Express gives none for a request of HTTP/1.0 that names no host. */
function askedHost({ hostname = '' }: { readonly hostname?: string }): string {
  return HOST_NAME.test(hostname) ? hostname : 'localhost';
}
