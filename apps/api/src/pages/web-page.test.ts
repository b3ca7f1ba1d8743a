import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib, { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { securityHeaders } from '@fulcrum/http';
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiConfig } from '../config.ts';
import { webPages } from './web-page.ts';

const SCRIPT = `console.log(${JSON.stringify('a script that is long enough to be sent compressed '.repeat(50))})`;
const PAGE =
  '<meta name="feed-url" content="__FEED_URL__" /><meta name="venue-url" content="__VENUE_URL__" /><meta name="public-path" content="__PUBLIC_PATH__" /><meta name="paper-money" content="__PAPER_MONEY__" /><script src="./assets/index-Ab12.js"></script><link href="./favicon.svg" />';
const DESK_PAGE =
  '<meta name="public-path" content="__PUBLIC_PATH__" /><link href="../favicon.svg" /><script src="../desk/assets/index-Cd34.js"></script>';

const folder = mkdtempSync(join(tmpdir(), 'fulcrum-web-'));
const servers: Server[] = [];

beforeAll(() => {
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'beside the folder');
  writeFileSync(join(folder, 'dist/index.html'), PAGE);
  writeFileSync(join(folder, 'dist/favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" />');
  writeFileSync(join(folder, 'dist/assets/index-Ab12.js'), SCRIPT);
  mkdirSync(join(folder, 'dist/desk/assets'), { recursive: true });
  writeFileSync(join(folder, 'dist/desk/index.html'), DESK_PAGE);
  writeFileSync(join(folder, 'dist/desk/assets/index-Cd34.js'), SCRIPT);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Ask = (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>;

/** Serves the folder the way the API does. @returns the port. */
async function listen(config: Partial<ApiConfig> = {}): Promise<number> {
  const screen = webPages(join(folder, 'dist'), { WS_PORT: 8080, ...config } as ApiConfig);
  if (screen === undefined) throw new Error('the folder has a page');
  const server = createServer(express().use(securityHeaders('page')).use(screen));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** `fetch` would send neither a host of its own nor a path with dots. */
async function serve(config: Partial<ApiConfig> = {}): Promise<Ask> {
  const port = await listen(config);
  return (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      asked.on('error', reject).end();
    });
}

const policyOf = ({ headers }: Answer) => String(headers['content-security-policy']);
const feedIn = ({ body }: Answer) => /content="([^"]*)"/.exec(body.toString())?.[1];

describe('the page', () => {
  it('may load from here alone, connect to here and the feed, and be framed by nobody', async () => {
    const answer = await (await serve())('/', { host: 'trade.example:4000' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(policyOf(answer).split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self' ws://trade.example:8080",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(answer.headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  });

  it.each<[config: Partial<ApiConfig>, hasPaperMoney: string]>([
    [{}, 'yes'],
    [{ PAPER_DEPOSITS: 'off' }, 'no'],
    [{ NODE_ENV: 'production' }, 'no'],
    [{ NODE_ENV: 'production', PAPER_DEPOSITS: 'on' }, 'yes'],
  ])('is told whether there is paper money: %j', async (config, hasPaperMoney) => {
    const { body } = await (await serve(config))('/');
    expect(body.toString()).toContain(`<meta name="paper-money" content="${hasPaperMoney}" />`);
  });

  it.each<[what: string, config: Partial<ApiConfig>, host: string, feed: string]>([
    ['this host, at the feed’s port', { WS_PORT: 9090 }, 'localhost:4000', 'ws://localhost:9090'],
    ['an IPv6 address likewise', {}, '[::1]:4000', 'ws://[::1]:8080'],
    [
      'the public host with TLS, whatever the request calls it',
      { PUBLIC_URL: 'https://trade.example' },
      'evil.example',
      'wss://trade.example:8080',
    ],
    [
      'what was configured',
      { PUBLIC_URL: 'https://trade.example', PUBLIC_WS_URL: 'wss://feed.example/v1' },
      'evil.example',
      'wss://feed.example/v1',
    ],
  ])('is told where the feed is: %s', async (_what, config, host, feed) => {
    const answer = await (await serve(config))('/', { host });
    expect(feedIn(answer)).toBe(feed);
    expect(policyOf(answer)).toContain(`connect-src 'self' ${feed};`);
  });

  it.each<[what: string, config: Partial<ApiConfig>, venue: string, sources: string]>([
    ['none where nothing says that there is one', {}, '', ''],
    [
      'this host, at its port',
      { EXCHANGE_PORT: 9080 },
      'http://localhost:9080',
      ' http://localhost:9080 ws://localhost:9080',
    ],
    [
      'the public host with TLS',
      { EXCHANGE_PORT: 9080, PUBLIC_URL: 'https://trade.example/fulcrum' },
      'https://trade.example:9080',
      ' https://trade.example:9080 wss://trade.example:9080',
    ],
    [
      'what was configured',
      { EXCHANGE_PORT: 9080, PUBLIC_VENUE_URL: 'https://trade.example/venue/' },
      'https://trade.example/venue',
      ' https://trade.example wss://trade.example',
    ],
  ])('is told where the venue is: %s', async (_what, config, venue, sources) => {
    const answer = await (await serve(config))('/', { host: 'localhost:4000' });
    expect(/name="venue-url" content="([^"]*)"/.exec(answer.body.toString())?.[1]).toBe(venue);
    expect(policyOf(answer)).toMatch(new RegExp(`connect-src 'self' wss?://[^ ;]+${sources};`));
  });

  it.each([
    ['a policy', "x; script-src 'unsafe-inline'"],
    ['another source', 'x *'],
    ['markup', '"><script>alert(1)</script>'],
    ['a user', 'localhost@evil.example'],
    ['a path', 'evil.example/x'],
    ['a pattern of a replacement', '$&'],
  ])('does not repeat a host that is none: %s', async (_what, host) => {
    const answer = await (await serve())('/', { host });
    expect(feedIn(answer)).toBe('ws://localhost:8080');
    expect(policyOf(answer)).toContain("connect-src 'self' ws://localhost:8080;");
  });

  it.each([
    [undefined, ''],
    ['https://trade.example', ''],
    ['https://trade.example/fulcrum', '/fulcrum'],
    ['https://trade.example/a/b/', '/a/b'],
  ])('names what it loads, and where the API is, below the path of %s', async (PUBLIC_URL, path) => {
    const page = (await (await serve(PUBLIC_URL === undefined ? {} : { PUBLIC_URL }))('/')).body.toString();
    expect(page).toContain(`<meta name="public-path" content="${path}" />`);
    expect(page).toContain(`<script src="${path}/assets/index-Ab12.js">`);
    expect(page).toContain(`<link href="${path}/favicon.svg" />`);
  });

  it('does without a host', async () => {
    const socket = connect(await listen(), '127.0.0.1')
      .setEncoding('utf8')
      .end('GET / HTTP/1.0\r\n\r\n');
    expect((await socket.toArray()).join('')).toContain('content="ws://localhost:8080"');
  });

  it('is asked for each time, since its scripts have other names after each build', async () => {
    const { headers } = await (await serve())('/');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('is not there where nothing was built', () => {
    expect(webPages(join(folder, 'nowhere'), { WS_PORT: 8080 } as ApiConfig)).toBeUndefined();
  });
});

describe('the desk', () => {
  it('is a page that asks this server alone, with what it loads below the same path', async () => {
    const ask = await serve({ PUBLIC_URL: 'https://trade.example/fulcrum', EXCHANGE_PORT: 9080 });
    const answer = await ask('/desk');
    expect(answer.status).toBe(200);
    expect(policyOf(answer).split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(answer.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-cache' });
    expect(answer.body.toString()).toBe(
      '<meta name="public-path" content="/fulcrum" /><link href="/fulcrum/favicon.svg" /><script src="/fulcrum/desk/assets/index-Cd34.js"></script>',
    );
    const script = await ask('/desk/assets/index-Cd34.js');
    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it('has one address', async () => {
    const { status, headers } = await (await serve({ PUBLIC_URL: 'https://trade.example/fulcrum' }))('/desk/');
    expect([status, headers.location]).toEqual([301, '/fulcrum/desk']);
  });

  it.each(['/desk/index.html', '/desk/assets', '/desk/assets/../index.html', '/desk/assets/..%2f..%2findex.html'])(
    'is nothing else: %s is not found',
    async (path) => {
      expect((await (await serve())(path)).status).toBe(404);
    },
  );
});

describe('what the page loads', () => {
  it('is kept for a year, for its name says what is in it', async () => {
    const { status, headers, body } = await (await serve())('/assets/index-Ab12.js');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(body.toString()).toBe(SCRIPT);
  });

  it('comes compressed to whoever can read that', async () => {
    const { headers, body } = await (await serve())('/assets/index-Ab12.js', { 'accept-encoding': 'gzip' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(body.length).toBeLessThan(SCRIPT.length / 2);
    expect(gunzipSync(body).toString()).toBe(SCRIPT);
    const better = await (await serve())('/assets/index-Ab12.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(better.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(better.body).toString()).toBe(SCRIPT);
    const plain = await (await serve())('/assets/index-Ab12.js', { 'accept-encoding': 'br;q=0, deflate' });
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, SCRIPT]);
  });

  it('is compressed once, however often it is asked for', async () => {
    const compress = vi.spyOn(zlib, 'gzip');
    const ask = await serve();
    const gzip = { 'accept-encoding': 'gzip' };
    await Promise.all(Array.from({ length: 20 }, () => ask('/assets/index-Ab12.js', gzip)));
    await ask('/assets/index-Ab12.js', gzip);
    expect(compress).toHaveBeenCalledTimes(1);
    compress.mockRestore();
  });

  it('is not sent again to whoever has it', async () => {
    const ask = await serve();
    const { headers } = await ask('/assets/index-Ab12.js');
    const again = await ask('/assets/index-Ab12.js', { 'if-none-match': String(headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it.each([
    '/assets/index-Old.js',
    '/assets',
    '/assets/',
    '/assets/../index.html',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/index.html',
    '/secret.txt',
  ])('is nothing else: %s is not found', async (path) => {
    const { status, headers, body } = await (await serve())(path);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain('beside the folder');
    expect(headers['cache-control']).toBeUndefined();
  });
});

describe.each(['/', '/desk', '/favicon.svg', '/assets/index-Ab12.js'])('%s', (path) => {
  it('can be looked at without being fetched', async () => {
    const { status, body } = await (await serve())(path, {}, 'HEAD');
    expect(status).toBe(200);
    expect(body.length).toBe(0);
  });

  it.each(['POST', 'PUT', 'DELETE'])('is not there for %s', async (method) => {
    expect((await (await serve())(path, {}, method)).status).toBe(404);
  });
});
