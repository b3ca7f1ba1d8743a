import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSecure } from '@fulcrum/sessions';
import compression from 'compression';
import express, { type Request, type Response, Router } from 'express';
import type { ApiConfig } from '../config.ts';

/** Stands in the page until it is sent, and then says where the prices are. */
const FEED_PLACEHOLDER = '__FEED_URL__';

/** A host that may stand in a header: whatever else a client calls us is not repeated. */
const HOST_NAME = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])$/i;

const YEAR_SECONDS = 31_536_000;

/**
 * The trading screen, as it was built into a folder. Its scripts and styles have their content's hash in their names and
 * are kept for ever; the page itself is asked for each time.
 *
 * @returns undefined when the folder has no page: then the screen was not built.
 */
export function webPage(directory: string, config: ApiConfig): Router | undefined {
  const path = join(directory, 'index.html');
  if (!existsSync(path)) return undefined;
  const page = readFileSync(path, 'utf8');
  const router = Router();
  router.use(compression());
  router.get('/', (request, response) => sendPage(page, feedUrl(request, config), response));
  const assets = { immutable: true, maxAge: YEAR_SECONDS * 1_000, index: false, redirect: false } as const;
  router.use('/assets', express.static(join(directory, 'assets'), assets));
  router.get('/favicon.svg', (_request, response) => response.sendFile(join(directory, 'favicon.svg')));
  return router;
}

function sendPage(page: string, feed: string, response: Response): void {
  response.set('Content-Security-Policy', policy(feed));
  response.set('Cache-Control', 'no-cache');
  response.type('html').send(page.replace(FEED_PLACEHOLDER, feed));
}

/** Nothing comes from elsewhere, and nothing goes anywhere but to this API and to the feed. */
function policy(feed: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${feed}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';');
}

/**
 * Where browsers find the WebSocket: at the address that was configured, or on this host at the feed's own port. What
 * this host is called, the configuration knows better than the request.
 */
function feedUrl(request: Request, { PUBLIC_WS_URL, PUBLIC_URL, WS_PORT }: ApiConfig): string {
  if (PUBLIC_WS_URL !== undefined) return PUBLIC_WS_URL;
  const host = PUBLIC_URL === undefined ? askedHost(request) : new URL(PUBLIC_URL).hostname;
  return `${isSecure(PUBLIC_URL) ? 'wss' : 'ws'}://${host}:${WS_PORT}`;
}

/** Express gives none for a request of HTTP/1.0 that names no host. */
function askedHost({ hostname = '' }: { readonly hostname?: string }): string {
  return HOST_NAME.test(hostname) ? hostname : 'localhost';
}
