import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@fulcrum/devstack';
import { verifySession } from '@fulcrum/sessions';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { AppProcess } from '../support/app-process.ts';
import { handMadeToken } from '../support/hand-made-token.ts';
import { MailServer } from '../support/mail-server.ts';
import { Stack } from '../support/stack.ts';
import { call, Trader } from '../support/trader.ts';

/** The product as an attacker meets it: docs/security.md says which threat each of these answers. */

const SECRET = 'b7Kx2Qm9Zt4Wv8Ln1Rc6Yd3Hp5Jg0FsA';
const PUBLIC_URL = 'https://fulcrum.example';
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const EVIL = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
const OWN = { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' };

let stack: Stack;
let mail: MailServer;
let ws: AppProcess;
let engine: AppProcess;
let wsUrl: string;
/** As on one's own machine, and as in production. */
let url: string;
let production: string;

beforeAll(async () => {
  [stack, mail] = await Promise.all([Stack.start(), MailServer.start()]);
  const LOG_LEVEL = 'trace';
  const password = randomUUID();
  secrets.add(password);
  await stack.redis.call('ACL', 'SETUSER', 'deployed', 'reset', ...deployedRights(password));
  const REDIS_URL = stack.devstack.redis.url.replace('://', `://deployed:${password}@`);
  url = stack.apiUrls[0] ?? '';
  const settings = { NODE_ENV: 'production', JWT_SECRET: SECRET, PUBLIC_URL, MAIL_FROM: 'fulcrum@example.com' };
  const limits = { SIGN_IN_RATE_LIMIT: '1000', DOCUMENTS_SECRET: 'Nt4Rv8Xz2Lq6Wm1Kp9Hs3Jc7Yb5Gd0Fe' };
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${mail.port}` };
  const added = await stack.addApi({ ...settings, ...smtp, ...limits, REDIS_URL, LOG_LEVEL });
  production = added.url;
  const port = String(await freePort());
  wsUrl = `ws://127.0.0.1:${port}`;
  const feed = { NODE_ENV: 'production', JWT_SECRET: SECRET, WS_PORT: port, PUBLIC_URL };
  ws = new AppProcess('ws', { ...feed, REDIS_URL, LOG_LEVEL }, logFolder());
  const DATABASE_URL = stack.databaseUrl;
  engine = new AppProcess('engine', { REDIS_URL, DATABASE_URL, LOG_LEVEL }, logFolder(), 'engine-2');
  // The stack's engine stops. This one does its work with the rights that an engine has in the deployment.
  await Promise.all([added.api.start(), ws.start(), engine.start(), stack.engine.stop()]);
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await Promise.all([ws?.stop(), engine?.stop()]);
  await stack?.stop();
  await mail?.stop();
});

/** The secrets that no log may contain. */
const secrets = new Set([SECRET]);

const logFolder = () => join(stack.home, 'logs');

/** The rights in Redis of somebody who has the password, as the deployment's file sets them. */
function deployedRights(password: string): string[] {
  const compose = readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.deployment.yml'), 'utf8');
  const [, words = ''] = /- --user\n +- default\n([\s\S]*?)\n +environment:/.exec(compose) ?? [];
  const rights = [...words.matchAll(/^ +- "?(.+?)"?$/gm)].map(([, right = '']) => right);
  expect(rights).toContain('-@dangerous');
  return rights.map((right) => (right.startsWith('>') ? `>${password}` : right));
}

const newEmail = () => `${randomUUID()}@example.com`;

const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
  return fetch(`${production}/api/v1${path}`, { method, headers, redirect: 'manual', ...(body && { body }) });
}

/** Asks for a link in production, and takes it out of the mail, as a path below the API's. */
async function linkByMail(email = newEmail()): Promise<{ path: string }> {
  const answer = await call(production, 'POST', '/auth/signup', { email });
  expect(answer.status).toBe(202);
  const token = new URL(mail.lastLink()).searchParams.get('token') ?? '';
  expect(token).toHaveLength(43);
  secrets.add(token);
  return { path: `/auth/signin/verify?token=${token}` };
}

/** A browser that is signed in. */
async function signedIn(): Promise<{ cookie: string; token: string }> {
  const { path } = await linkByMail();
  const answer = await send('POST', path, { ...OWN, accept: BROWSER });
  expect(answer.status).toBe(303);
  const cookie = cookieOf(answer.headers);
  const [token = '', device = ''] = cookie.split('; ').map((each) => each.replace(/^__Host-fulcrum_\w+=/, ''));
  for (const secret of [token, device]) secrets.add(secret);
  return { cookie, token };
}

/** Asks for the start page under another host name. `fetch` cannot send a `Host` header of one's own. */
function askAs(host: string): Promise<{ policy: string; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(production, { headers: { host, 'x-forwarded-host': host } }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ policy: String(response.headers['content-security-policy']), body });
    });
    asked.on('error', reject).end();
  });
}

const isSignedIn = async (headers: Record<string, string>) =>
  (await send('GET', '/auth/protected-route-test', headers)).status === 200;

describe('every answer', () => {
  it.each<[what: string, path: string, status: number]>([
    ['data', '/api/v1/market/quotes', 200],
    ['a problem', '/api/v1/balance/me', 401],
    ['an unknown route', '/api/v1/admin', 404],
    ['an unknown page', '/admin', 404],
    ['an unreadable path', '/api/v1/trade/orders/%E0%A4%A', 400],
    ['the description', '/openapi.json', 200],
    ['a page', '/docs/', 200],
    ['a script', '/docs/swagger-ui-init.js', 200],
    ['the trading screen', '/', 200],
    ['a script of it that is gone', '/assets/index-Old.js', 404],
    ['a question about sign-in', '', 200],
  ])('carries the headers that keep a browser from misusing it: %s', async (_what, path, status) => {
    const target = path === '' ? `/api/v1${(await linkByMail()).path}` : path;
    const answer = await fetch(production + target, { headers: { accept: BROWSER, ...EVIL }, redirect: 'manual' });
    expect(answer.status).toBe(status);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src '(none|self)'.*frame-ancestors 'none'/),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': expect.stringMatching(/^(no-referrer|strict-origin)$/),
      'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
    expect(await answer.text()).not.toMatch(/node_modules|\n\s+at |prisma|postgres|redis/i);
  });

  it('repeats no host that it was asked for: the screen is told of the public one', async () => {
    const page = await askAs('evil.example');
    expect(page.policy).toContain("connect-src 'self' wss://fulcrum.example:8080;");
    expect(page.body).toContain('content="wss://fulcrum.example:8080"');
    expect(page.policy + page.body).not.toContain('evil');
  });

  it('lets no page of another origin read it, whatever is asked for before', async () => {
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    for (const [method, path] of [
      ['GET', '/market/quotes'],
      ['OPTIONS', '/trade/create-order'],
      ['OPTIONS', '/auth/signup'],
      ['OPTIONS', '/auth/logout'],
    ] as const) {
      const answer = await send(method, path, { ...EVIL, ...(method === 'OPTIONS' ? asks : {}) });
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('is no figure of the process: those are served to the inside alone', async () => {
    for (const path of ['/metrics', '/api/v1/metrics', '/debug', '/.env'])
      expect((await fetch(production + path)).status).toBe(404);
    const answer = await fetch(`${wsUrl.replace('ws', 'http')}/metrics`);
    expect(answer.status).toBe(426);
    expect(await answer.text()).toBe('');
  });
});

describe('a page of another origin', () => {
  it('can change nothing with the cookie of its visitor, on any route and with any type of body', async () => {
    const { cookie } = await signedIn();
    const { paths } = (await call(production, 'GET', '/openapi.json')).body;
    const posts = Object.keys(paths).filter((path) => paths[path].post?.security !== undefined);
    expect(posts).toContain('/api/v1/auth/logout');
    for (const path of posts.map((path) => path.replace('/api/v1', '')))
      for (const from of [EVIL, { 'sec-fetch-site': 'same-site' }, { origin: 'null' }, { origin: 'http://127.0.0.1' }])
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
          const answer = await send('POST', path, { cookie, ...from, 'content-type': type }, '{}');
          expect([path, answer.status, await answer.json()]).toMatchObject([path, 403, { code: 'cross_origin' }]);
        }
    expect(await isSignedIn({ cookie })).toBe(true);
    expect((await send('POST', '/auth/logout', { cookie, ...OWN })).status).toBe(200);
    expect(await isSignedIn({ cookie })).toBe(false);
  });

  it('can neither sign its visitor in to another account, nor ask for a link', async () => {
    const { path } = await linkByMail();
    expect((await send('POST', path, { ...EVIL, accept: BROWSER })).status).toBe(403);
    // Another site's page loads the link as an image, in a frame or by a script: it stays good, and sets no cookie.
    for (const accept of ['image/avif,*/*;q=0.8', BROWSER, '*/*', 'application/json']) {
      const answer = await send('GET', path, { ...EVIL, accept });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
      expect(await answer.text()).toContain('If this is not your address');
    }
    const form = await send(
      'POST',
      '/auth/signup',
      { ...EVIL, 'content-type': 'text/plain' },
      '{"email":"a@b.example"}',
    );
    expect(form.status).toBe(415);
    expect((await send('POST', path, { ...OWN, accept: BROWSER })).status).toBe(303);
  });

  it('cannot plant a session from a neighbouring host: only the name counts that no other host can set', async () => {
    const { token } = await signedIn();
    expect(await isSignedIn({ cookie: `__Host-fulcrum_session=${token}` })).toBe(true);
    expect(await isSignedIn({ cookie: `fulcrum_session=${token}` })).toBe(false);
    const reads = async (cookie: string) => {
      const client = await connect({ cookie });
      const { error } = await client.ask('SUBSCRIBE', 'account');
      client.close();
      return error?.code;
    };
    expect(await reads(`__Host-fulcrum_session=${token}`)).toBeUndefined();
    expect(await reads(`fulcrum_session=${token}`)).toBe('unauthorized');
  });

  it('gets nothing of its visitor over a WebSocket', async () => {
    const { cookie } = await signedIn();
    for (const [origin, code] of [
      ['https://evil.example', 'unauthorized'],
      ['http://127.0.0.1', 'unauthorized'],
      [PUBLIC_URL, undefined],
      [undefined, undefined],
    ] as const) {
      const client = await connect({ cookie, ...(origin && { origin }) });
      expect((await client.ask('SUBSCRIBE', 'account')).error?.code).toBe(code);
      client.close();
    }
  });
});

describe('a session in production', () => {
  it('is in a cookie that scripts, other hosts and connections without TLS never see', async () => {
    const { path } = await linkByMail();
    const answer = await send('POST', path, { ...OWN, accept: BROWSER });
    expect(answer.status).toBe(303);
    expect(cookieOf(answer.headers)).toMatch(/^__Host-fulcrum_session=ey\S+; __Host-fulcrum_device=\S+$/);
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split('; ').slice(1).sort())).toEqual([
      [expect.stringMatching(/^Expires=/), 'HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax', 'Secure'],
      [expect.stringMatching(/^Expires=/), 'HttpOnly', 'Max-Age=34560000', 'Path=/', 'SameSite=Lax', 'Secure'],
    ]);
  });

  it('ends at logout for an open WebSocket too, and for nobody else', async () => {
    const [first, second] = [await signedIn(), await signedIn()];
    const [leaving, staying] = [await connect({ cookie: first.cookie }), await connect({ cookie: second.cookie })];
    for (const client of [leaving, staying]) expect(await client.ask('SUBSCRIBE', 'account')).toHaveProperty('result');
    expect((await send('POST', '/auth/logout', { cookie: first.cookie })).status).toBe(200);
    await expect.poll(async () => (await leaving.ask('SUBSCRIBE', 'account')).error?.code).toBe('unauthorized');
    expect((await leaving.ask('AUTH', first.token)).error?.code).toBe('unauthorized');
    expect(
      (await connect({ cookie: first.cookie }).then((again) => again.ask('SUBSCRIBE', 'account'))).error?.code,
    ).toBe('unauthorized');
    expect(await staying.ask('SUBSCRIBE', 'account')).toHaveProperty('result');
  });
});

describe('what a user reads', () => {
  it('counts over REST and the WebSocket together, and both say how long to wait when it is too much', async () => {
    const { cookie, token } = await signedIn();
    const { userId } = verifySession(token, SECRET) ?? {};
    const key = `${streamKeys().reads}:${userId}`;
    const [client, read] = [await connect({ cookie }), () => send('GET', '/balance/me', { cookie })];
    expect([(await read()).status, (await read()).status]).toEqual([200, 200]);
    expect(await client.ask('SUBSCRIBE', 'account')).toHaveProperty('result');
    await client.ask('UNSUBSCRIBE', 'account');
    await expect.poll(() => stack.redis.get(key)).toBe('3');
    // Another process is asked as often again, and more. Each learns of the limit with the answer to its last allowed request.
    await stack.redis.incrby(key, 500);
    await stack.redis.pexpire(key, 10_000);
    expect([(await read()).status, (await client.ask('SUBSCRIBE', 'account')).error]).toEqual([200, undefined]);
    await client.ask('UNSUBSCRIBE', 'account');
    await expect.poll(() => stack.redis.get(key)).toBe('505');
    const [refused, { error }] = [await read(), await client.ask('SUBSCRIBE', 'account')];
    expect([refused.status, error?.code]).toEqual([429, 'too_many_requests']);
    for (const seconds of [Number(refused.headers.get('retry-after')), error?.retryAfter]) {
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(10);
    }
    client.close();
  });
});

describe('sign-in links', () => {
  it('are five at the most for one address, also when many are asked for at once', async () => {
    const [email, before] = [newEmail(), mail.messages.length];
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => call(production, 'POST', '/auth/signup', { email })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(202), ...Array(25).fill(429)]);
    expect(mail.messages.length).toBe(before + 5);
    // No mail is on its way any more.
    const { body } = await call(production, 'POST', '/auth/signup', { email });
    expect(body.detail).toContain('was sent too many links');
  });

  it('lead to the API’s own address, whatever the one who asks calls it', async () => {
    const { port } = new URL(production);
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'content-type': 'application/json' };
    const asked = request({ host: '127.0.0.1', port, path: '/api/v1/auth/signup', method: 'POST', headers });
    asked.end(JSON.stringify({ email: newEmail() }));
    const [answer] = await once(asked, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(202);
    expect(mail.lastLink()).toMatch(/^https:\/\/fulcrum\.example\/api\/v1\/auth\/signin\/verify\?token=/);
    expect(mail.messages.at(-1)).not.toContain('evil');
  });

  it('are refused alike for an address with a user and for one without', async () => {
    const known = newEmail();
    expect((await send('POST', (await linkByMail(known)).path, OWN)).status).toBe(200);
    const ask = async (email: string) => {
      const answers = [];
      for (let time = 0; time < 6; time += 1) {
        const { status, body, headers } = await call(production, 'POST', '/auth/signup', { email });
        answers.push([status, body, [...headers.keys()]]);
      }
      return answers;
    };
    // One of the known address's five was used above.
    const [ofKnown, ofNew] = [await ask(known), await ask(newEmail())];
    expect(ofKnown.slice(0, 4)).toEqual(ofNew.slice(0, 4));
    expect(ofKnown.at(-1)).toEqual(ofNew.at(-1));
  });
});

describe('the logs', () => {
  /** Starts an API that cannot work, and waits until it has said so. */
  async function failing(settings: Record<string, string>, said: string): Promise<void> {
    const { api } = await stack.addApi({ LOG_LEVEL: 'trace', ...settings });
    await api.spawn();
    await expect.poll(() => api.log()).toContain(said);
  }

  it('hold no secret after a round of everything, failures too, and nothing but JSON', async () => {
    const { redis } = stack.devstack;
    const wrong = 'wrong-hunter2';
    const smtp = { SMTP_URL: `smtp://fulcrum:${wrong}@127.0.0.1:${mail.port}`, MAIL_FROM: 'fulcrum@example.com' };
    const database = new URL(stack.databaseUrl);
    for (const secret of [wrong, database.password]) secrets.add(secret);
    database.password = wrong;
    await failing({ REDIS_URL: redis.url.replace('://', `://nobody:${wrong}@`) }, 'Redis connection');
    await failing({ DATABASE_URL: database.href }, 'a server is away: this is tried again');
    const { api, url: mailing } = await stack.addApi({ LOG_LEVEL: 'trace', ...smtp });
    await api.start();
    expect((await call(mailing, 'POST', '/auth/signup', { email: newEmail() })).status).toBe(503);
    // What a process has written comes through a pipe, at times behind its answer.
    await expect.poll(() => api.log()).toContain('a sign-in link could not be sent');
    expect(mail.commands.filter((command) => command.startsWith('AUTH'))).toEqual([]);

    const { cookie, token } = await signedIn();
    const forged = handMadeToken({ sub: randomUUID(), jti: randomUUID() }, SECRET);
    const { path } = await linkByMail();
    for (const bearer of [token, forged, SECRET, `${token}\u00e9`]) {
      const headers = { authorization: `Bearer ${bearer}`, cookie };
      await send('POST', '/trade/create-order', { ...headers, 'content-type': 'application/json' }, `{"${token}`);
      await send('GET', `/trade/orders/${token}`, headers);
      await send('GET', `/nothing/%0A%7B%22level%22%3A%22fatal%22%7D/${token}?token=${token}`, headers);
    }
    const client = await connect({ cookie });
    for (const word of [token, forged, SECRET, '\n{"level":"fatal"}']) await client.ask('AUTH', word);
    await client.ask('SUBSCRIBE', token);
    await send('POST', path, OWN);
    await send('POST', path, OWN);
    await send('POST', '/auth/logout', { cookie });

    const apis = stack.apis.slice(1);
    for (const process of [...apis, ws, engine, stack.recorder]) {
      const log = process.log();
      expect(log).toContain('started');
      for (const line of log.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
      for (const secret of secrets) expect(log).not.toContain(secret);
      expect(log).not.toMatch(/eyJ|:\/\/[^/\s"]*:[^/\s"]*@/);
    }
    // Where no mail is sent, the log has the link. It never has the session that the link gives.
    expect(stack.apis[0]?.log()).not.toContain('eyJ');
  });
});

describe('what somebody writes straight into the log', () => {
  it.each([
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['SHUTDOWN', 'NOSAVE'],
    ['CONFIG', 'SET', 'appendonly', 'no'],
    ['REPLICAOF', 'evil.example', '6379'],
    ['ACL', 'LIST'],
    ['KEYS', '*'],
    ['MONITOR'],
    ['CLIENT', 'KILL', 'TYPE', 'normal'],
    ['MODULE', 'LOAD', '/tmp/evil.so'],
    ['RESTORE', 'engine-stream:{0}', '0', 'x'],
  ])('is entries alone: the deployment’s password does not allow %s', async (...command) => {
    const may = String(await stack.redis.call('ACL', 'DRYRUN', 'deployed', ...command));
    expect(may).toMatch(/has no permissions to run/);
  });

  it('changes nothing when it makes no sense, and stops nobody', async () => {
    const trader = await Trader.signIn(url, newEmail());
    const orderId = (await trader.open({ takeProfit: '70000' })).body.orderId;
    const possessions = async () => [(await trader.get('/balance/me')).body.balance, await trader.openOrders()];
    const before = await possessions();
    const { userId } = trader;
    const order = { requestId: 'x', orderId: randomUUID(), userId, asset: 'BTC_USDC', side: 'buy' };
    const entries: string[][] = [
      ['nothing', 'known'],
      ['type', 'close-order'],
      ['data', '{}'],
      ...['', 'close', '__proto__', 'constructor', 'CLOSE-ORDER', 'price-update\0', 'x'.repeat(100_000)].map((type) =>
        typed(type, { requestId: 'x', orderId, userId }),
      ),
      ...['', '{', 'null', '[]', '"close"', '1', '\xff\0', '['.repeat(50_000)].map((data) =>
        typed('close-order', data),
      ),
      typed('close-order', { requestId: 'x', orderId }),
      typed('close-order', { requestId: 'x', orderId, userId: randomUUID() }),
      typed('close-order', { requestId: 'x'.repeat(65), orderId, userId }),
      typed('close-order', { requestId: 'x', orderId: orderId.toUpperCase(), userId }),
      typed('close-order', `{"requestId":"x","orderId":"${orderId}","__proto__":{"userId":"${userId}"}}`),
      typed('update-order', { requestId: 'x', orderId, userId, takeProfit: 1 }),
      typed('update-order', { requestId: 'x', orderId, userId, stopLoss: '1e4' }),
      ...[0.01, '-1', '0', '1e3', 'NaN', '9'.repeat(5_000)].map((quantity) =>
        typed('create-order', { ...order, quantity, leverage: 1 }),
      ),
      ...['10', 0, -1, 1.5, 1e308].map((leverage) => typed('create-order', { ...order, quantity: '0.01', leverage })),
      ...[1_000_000, '-1', '1e9', '0.0000001'].map((deposit) =>
        typed('create-account', { requestId: 'x', userId: randomUUID(), deposit }),
      ),
      typed('create-account', { requestId: 'x', userId, deposit: '1000000' }),
      ...[
        ['0', '1'],
        ['-1', '1'],
        ['2', '1'],
        ['NaN', 'NaN'],
        [70_000, 70_001],
        ['70000.001', '70001'],
        ['70000', ''],
      ].map(([bid, ask]) => typed('price-update', { asset: 'BTC_USDC', bid, ask })),
      typed('price-update', { asset: '__proto__', bid: '70000', ask: '70001' }),
      typed('set-instrument', { asset: 'BTC_USDC', priceDecimals: 0, quantityDecimals: 0 }),
      typed('set-instrument', { ...INSTRUMENT, priceDecimals: 3 }),
      typed('set-instrument', { ...INSTRUMENT, maxLeverage: '1000' }),
    ];
    for (const fields of entries) await stack.redis.xadd(streamKeys().engine, '*', ...fields);
    expect(await possessions()).toEqual(before);
    // The malformed entries were read and left out: the next order is answered, at the price from before.
    expect(await trader.open()).toMatchObject({ status: 201, body: { openPrice: '61800.30' } });
    expect((await trader.close(orderId)).status).toBe(200);
    const look = async () => (await trader.get(`/trade/orders/${orderId}`)).body.order?.reason;
    await expect.poll(look).toBe('manual');
    for (const process of [engine, stack.recorder, ws, ...stack.apis.slice(0, 2)])
      expect(process.log()).not.toContain('stopped by an error');
  });

  const INSTRUMENT = {
    asset: 'BTC_USDC',
    priceDecimals: 2,
    quantityDecimals: 5,
    minQuantity: '0.00001',
    maxQuantity: '1000',
    maxLeverage: 100,
    maxQuoteAgeMs: 3_600_000,
  };

  function typed(type: string, data: string | object): string[] {
    return ['type', type, 'data', typeof data === 'string' ? data : JSON.stringify(data)];
  }
});

interface SocketAnswer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly retryAfter?: number };
}

/** A client of the WebSocket that sends these headers, and asks one thing after the other. */
async function connect(headers: Record<string, string>) {
  const socket = new WebSocket(wsUrl, { headers });
  const answers = new Map<number, (answer: SocketAnswer) => void>();
  let asked = 0;
  socket.on('message', (text) => {
    const answer: SocketAnswer = JSON.parse(String(text));
    answers.get(answer.id ?? 0)?.(answer);
  });
  await once(socket, 'open');
  return {
    ask: (method: string, param: string): Promise<SocketAnswer> => {
      asked += 1;
      const answered = new Promise<SocketAnswer>((resolve) => answers.set(asked, resolve));
      socket.send(JSON.stringify({ id: asked, method, params: [param] }));
      return answered;
    },
    close: () => socket.close(),
  };
}
