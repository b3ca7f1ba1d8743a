import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, RateWindows, readConfig } from '@fulcrum/service';
import { RevokedSessions } from '@fulcrum/sessions';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ApiMetrics } from '../api-metrics.ts';
import { apiConfig } from '../config.ts';
import { noStaff } from '../desk/testing/no-staff.ts';
import { noKeys } from '../keys/testing/no-keys.ts';
import { createHttpServer } from './server.ts';

const RATE = new RateWindows(10_000, 100);

const env = {
  JWT_SECRET: 'a secret that only this test knows, 0123456789',
  REDIS_URL: 'redis://127.0.0.1:1',
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
};

/** A server whose screen was not built, what it said, and its address. */
async function serve(settings: Record<string, string> = {}) {
  const logger = createLogger('api', 'fatal');
  const warn = vi.spyOn(logger, 'warn');
  const WEB_DIR = mkdtempSync(join(tmpdir(), 'fulcrum-empty-'));
  const never = () => undefined;
  const server = createHttpServer({
    config: { ...readConfig(apiConfig, { ...env, ...settings }), WEB_DIR },
    logger,
    metrics: new ApiMetrics(createMetrics('api')),
    revoked: new RevokedSessions(),
    keys: noKeys(),
    staff: noStaff(),
    sessionUses: { note: () => {} },
    sharedRates: { account: RATE, chart: RATE, signIn: RATE, keys: RATE },
    routes: [],
    lacks: { engine: never, clock: never, sessions: never, instruments: never },
    notReady: never,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(WEB_DIR, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
  return { warn, ask, port };
}

it.each([
  [undefined, '/docs/'],
  ['https://example.com/fulcrum', '/fulcrum/docs/'],
])(
  'leads to the description of the API where no screen was built, and says so: at %s',
  async (PUBLIC_URL, location) => {
    const { ask, warn } = await serve(PUBLIC_URL === undefined ? {} : { PUBLIC_URL });
    const start = await ask('/');
    expect([start.status, start.headers.get('location')]).toEqual([302, location]);
    expect((await ask('/assets/index.js')).status).toBe(404);
    expect(warn.mock.calls.flat()).toContainEqual(expect.stringContaining('the trading screen is not built'));
  },
);

it.each([
  '/',
  '/openapi.json',
  '/docs/',
  '/docs/swagger-ui.css',
  '/assets/index.js',
  '/nothing',
  '/api/v1/openapi.json',
])('counts %s towards the limit of its sender, once', async (path) => {
  const { ask } = await serve({ ADDRESS_RATE_LIMIT: '1' });
  expect((await ask(path)).status).not.toBe(429);
  expect((await ask(path)).status).toBe(429);
  for (const always of ['/health', '/ready']) expect((await ask(always)).status).toBe(200);
});

it.each([
  '/docs/nothing',
  '/docs/index.html',
  '/docs/package.json',
  '/docs/package%2ejson',
  '/docs/a/package.json',
  '/docs/a/swagger-ui-init.js',
  '/docs/swagger-ui.css/x',
  '/docs/a/b.js',
  '/docsx',
  '/docs//x',
])('finds nothing at %s, and says so as a problem', async (path) => {
  const answer = await (await serve()).ask(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  expect(await answer.json()).toMatchObject({ code: 'not_found', detail: `There is nothing at GET ${path}.` });
});

it.each<[headers: Record<string, string>, status: number, code: string, detail: RegExp]>([
  [{ range: 'bytes=99999999-' }, 416, 'range_not_satisfiable', /no such range/],
  [{ 'if-match': '"x"' }, 412, 'precondition_failed', /If-Match/],
])('says of a file what is wrong with %j, and nothing of a body', async (headers, status, code, detail) => {
  const { port } = await serve();
  const answer = await fetch(`http://127.0.0.1:${port}/docs/swagger-ui.css`, { headers });
  expect([answer.status, await answer.json()]).toMatchObject([status, { code, detail: expect.stringMatching(detail) }]);
  if (status === 416) expect(answer.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/);
});

it('refuses a body by its declared length, whatever path it is for', async () => {
  const socket = connect((await serve()).port, '127.0.0.1').setEncoding('utf8');
  socket.write('POST /api/v1/nothing HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n');
  expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 413 /);
});

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['a request without a host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a strange expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n', 417],
  ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', 405],
  ['too many headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
])('answers %s as a problem, although no application hears of it', async (_what, bytes, status) => {
  const socket = connect((await serve()).port, '127.0.0.1').setEncoding('utf8');
  socket.write(bytes);
  const [head, body = ''] = (await socket.toArray()).join('').split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status}`);
  expect(head).toContain('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status });
});
