import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connectDatabase, type Database } from '@fulcrum/db';
import { freePort } from '@fulcrum/devstack';
import { verifySession } from '@fulcrum/sessions';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET, Stack } from '../support/stack.ts';
import { type ApiAnswer, call, Trader } from '../support/trader.ts';

/** Signing in, and what a client meets at the edge: limits, servers that are away, the API's own description. */

let stack: Stack;
let url: string;
let db: Database;

beforeAll(async () => {
  stack = await Stack.start();
  url = stack.apiUrls[0] ?? '';
  db = connectDatabase(stack.devstack.postgres.url, 1);
  await stack.tick('61800.20', '61800.30');
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

const newEmail = () => `${randomUUID()}@example.com`;
const signUp = (email: string) => call(url, 'POST', '/auth/signup', { email });
const linkFor = async (email: string): Promise<string> => (await signUp(email)).body.devLink;

/** Follows a sign-in link, as a program does, or with `text/html` as a browser does. */
async function follow(link: string, accept = 'application/json', method = 'GET'): Promise<ApiAnswer> {
  const response = await fetch(link, { method, headers: { accept }, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** The cookies that an answer sets, as a browser sends them back. */
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

describe('asking for a link', () => {
  it('is answered alike for a known address and a new one', async () => {
    const email = newEmail();
    const first = await signUp(email);
    await follow(first.body.devLink);
    const again = await signUp(email);
    expect(first.status).toBe(202);
    expect(first.body).toEqual({
      message: expect.any(String),
      devLink: expect.stringMatching(`^${url}/api/v1/auth/signin/verify\\?token=[\\w-]{43}$`),
    });
    expect(again.status).toBe(202);
    expect({ ...again.body, devLink: '' }).toEqual({ ...first.body, devLink: '' });
    expect([...again.headers.keys()]).toEqual([...first.headers.keys()]);
    expect(again.body.devLink).not.toBe(first.body.devLink);
  });

  it('makes one user of an address, however it is written and however often it is asked for at once', async () => {
    const name = `${randomUUID()}&co`;
    const email = `${name}@xn--bcher-kva.example`;
    const spellings = [email, email.toUpperCase(), `  ${email} `, `${name}@bücher.example`, `${name}@Bücher.example`];
    const answers = await Promise.all(spellings.map(signUp));
    const users = [];
    for (const { body } of answers) users.push((await follow(body.devLink)).body.user);
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(users[0]).toEqual({ id: expect.any(String), email, balance: '10000.000000' });
    expect(await db.user.count({ where: { email: { equals: email, mode: 'insensitive' } } })).toBe(1);
  });

  it('keeps no more than five links good', async () => {
    const email = newEmail();
    const links = [];
    for (let link = 0; link < 6; link += 1) links.push(await linkFor(email));
    const statuses = [];
    for (const link of links) statuses.push((await follow(link)).status);
    expect(statuses).toEqual([401, 200, 200, 200, 200, 200]);
  });
});

describe('a link', () => {
  it('signs in once, with a token in the body and in the cookie', async () => {
    const email = newEmail();
    const link = await linkFor(email);
    const answer = await follow(link);
    expect(answer.status).toBe(200);
    const { token, user } = answer.body;
    expect(answer.body).toEqual({ token: expect.any(String), user: { id: user.id, email, balance: '10000.000000' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('; ').sort())).toEqual([
      [
        expect.stringMatching(/^Expires=/),
        'HttpOnly',
        'Max-Age=604800',
        'Path=/',
        'SameSite=Lax',
        `fulcrum_session=${token}`,
      ],
      [
        expect.stringMatching(/^Expires=/),
        'HttpOnly',
        'Max-Age=34560000',
        'Path=/',
        'SameSite=Lax',
        expect.stringMatching(/^fulcrum_device=[\w-]{43}$/),
      ],
    ]);
    expect(await db.user.findUnique({ where: { email } })).toMatchObject({ lastLoggedIn: expect.any(Date) });
    const again = await follow(link);
    expect(again).toMatchObject({ status: 401, body: { code: 'invalid_link' } });
    expect(again.headers.get('set-cookie')).toBeNull();
    // PostgreSQL has only a hash of the token.
    const stored = JSON.stringify(await db.signInToken.findMany());
    expect(stored).not.toContain(new URL(link).searchParams.get('token'));
  });

  it('signs one of ten in who follow it at once', async () => {
    const link = await linkFor(newEmail());
    const answers = await Promise.all(Array.from({ length: 10 }, () => follow(link)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });

  it('sends a browser on to the start page, with the cookie, when the button of its page is pressed', async () => {
    const link = await linkFor(newEmail());
    const answer = await fetch(link, { method: 'POST', headers: { accept: BROWSER }, redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const headers = { cookie: cookieOf(answer.headers) };
    expect((await fetch(`${url}/api/v1/balance/me`, { headers })).status).toBe(200);
    const start = await fetch(`${url}/`, { redirect: 'manual' });
    expect(start.status).toBe(200);
    expect(await start.text()).toContain('<title>Fulcrum</title>');
  });

  it('is not used up by a mail scanner that only looks whether it is there, or at what', async () => {
    const link = await linkFor(newEmail());
    for (const accept of ['*/*', 'application/json']) expect((await follow(link, accept, 'HEAD')).status).toBe(405);
    for (const accept of [BROWSER, BROWSER, '*/*', 'application/*', 'text/plain', 'application/json;q=0, */*']) {
      const looked = await follow(link, accept);
      expect(looked.status).toBe(200);
      expect(looked.headers.get('set-cookie')).toBeNull();
    }
    expect((await follow(link)).status).toBe(200);
  });

  it('asks a browser first, and says whose account it is', async () => {
    const email = `o'neil+${randomUUID()}@example.com`;
    const link = await linkFor(email);
    const page = await follow(link, BROWSER);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*form-action 'self'/);
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    expect(page.body).toContain(`<strong>${email.replace("'", '&#39;')}</strong>`);
    expect(page.body).toContain('<form method="post">');
    const answer = await follow(link, BROWSER, 'POST');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toContain('fulcrum_session=ey');
    // A link that is used up says so: to people on a page, and to a program by a code.
    for (const method of ['GET', 'POST']) {
      const used = await follow(link, BROWSER, method);
      expect(used.status).toBe(401);
      expect(used.headers.get('content-type')).toMatch('text/html');
      expect(used.headers.get('cache-control')).toBe('no-store');
      expect(used.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(used.body).toContain('This link does not sign in');
    }
    expect(await follow(link)).toMatchObject({ status: 401, body: { code: 'invalid_link' } });
  });

  it('ends after fifteen minutes', async () => {
    const [email, other] = [newEmail(), newEmail()];
    const link = await linkFor(email);
    const [row] = await db.signInToken.findMany({ where: { user: { email } } });
    const minutesLeft = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(13);
    expect(minutesLeft).toBeLessThanOrEqual(15);
    await db.signInToken.updateMany({ where: { user: { email } }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect(await follow(link)).toMatchObject({ status: 401, body: { code: 'invalid_link' } });
    // Old ones are removed when new ones are made.
    await linkFor(other);
    expect(await db.signInToken.count({ where: { user: { email } } })).toBe(0);
  });

  it('cannot be guessed', async () => {
    expect(await follow(`${url}/api/v1/auth/signin/verify?token=${'x'.repeat(43)}`)).toMatchObject({ status: 401 });
  });
});

describe('the deposit', () => {
  it('is given once, however often one signs in', async () => {
    const email = newEmail();
    const trader = await stack.trader(email);
    await trader.open({ quantity: '0.1' });
    const again = await follow(await linkFor(email));
    expect(again.body.user).toMatchObject({ id: trader.userId, balance: '9381.997000' });
    expect(await (await Trader.signIn(url, email)).balance()).toBe('9381.997000');
  });
});

describe('signing in while the engine is away', () => {
  it('is answered with 503, and the link is still good when it is back', async () => {
    const link = await linkFor(newEmail());
    await stack.engine.kill();
    const answer = await follow(link);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('set-cookie')).toBeNull();
    await stack.engine.start();
    // The account was made by the first attempt, and got no second deposit from the second.
    expect(await follow(link)).toMatchObject({ status: 200, body: { user: { balance: '10000.000000' } } });
  });
});

describe('limits', () => {
  it('let a burst of a hundred orders pass', async () => {
    const trader = await stack.trader();
    const answers = await Promise.all(Array.from({ length: 100 }, () => trader.open()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('hold for one user, for one address, and for links', async () => {
    const { api, url } = await stack.addApi({
      ORDER_RATE_LIMIT: '3',
      CLOSING_RATE_LIMIT: '4',
      UNKNOWN_ORDER_RATE_LIMIT: '1',
      ACCOUNT_RATE_LIMIT: '2',
      SIGN_IN_RATE_LIMIT: '2',
      ADDRESS_RATE_LIMIT: '20',
    });
    await api.start();
    const [ada, bob] = [(await stack.trader()).at(url), (await stack.trader()).at(url)];
    const times = async (count: number, send: () => Promise<ApiAnswer>) => {
      const answers = [];
      for (let time = 0; time < count; time += 1) answers.push(await send());
      return answers;
    };
    const orders = await times(4, () => ada.open());
    expect(orders.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expectTooMany(orders[3]);
    // Nobody is kept in by what they have opened.
    const { orderId } = orders[0]?.body ?? {};
    const out = [
      await ada.post('/trade/close-order', { orderId }),
      await ada.post('/trade/cancel-order', { orderId }),
      await ada.post('/trade/cancel-all', {}),
      ...(await times(2, () => ada.post('/trade/close-all', {}))),
    ];
    expect(out.map(({ status }) => status)).toEqual([200, 422, 422, 422, 429]);
    expectTooMany(out[4]);
    // Another user behind the same address may go on, and so may the first user at another address.
    expect((await bob.open()).status).toBe(201);
    const unknown = await times(2, () => bob.get(`/trade/orders/${randomUUID()}`));
    expect(unknown.map(({ status }) => status)).toEqual([404, 429]);
    expectTooMany(unknown[1]);
    expect(unknown[1]?.body.detail).toContain('look-ups of unknown orders');
    expect(Number(unknown[1]?.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    const questions = await times(3, () => ada.get('/balance/me'));
    expect(questions.map(({ status }) => status)).toEqual([200, 200, 429]);
    expectTooMany(questions[2]);
    expect((await ada.get('/trade/get-open-orders')).status).toBe(429);
    // The requests of this address to the other process count here as well, so they are removed, as though its minute were over.
    await stack.redis.unlink(`${streamKeys().limits}:sign-in:127.0.0.1`);
    const links = await times(3, () => call(url, 'POST', '/auth/signup', { email: newEmail() }));
    expect(links.map(({ status }) => status)).toEqual([202, 202, 429]);
    expectTooMany(links[2]);
    // Without a proxy in front, `X-Forwarded-For` is not believed.
    const elsewhere = async () => {
      const headers = { 'x-forwarded-for': `203.0.113.${Math.floor(Math.random() * 256)}` };
      const answer = await fetch(`${url}/api/v1/market/quotes`, { headers });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    };
    const any = await times(40, elsewhere);
    expectTooMany(any.find(({ status }) => status === 429));
    // A wrong token counts on the address. A user who is signed in loses nothing by it.
    expectTooMany(await call(url, 'GET', '/auth/me', undefined, `${ada.token.slice(0, -43)}${'A'.repeat(43)}`));
    const me = await times(3, () => bob.get('/auth/me'));
    expect(me.map(({ body }) => body.user.userId)).toEqual(Array(3).fill(bob.userId));
    expect(await ada.at(stack.apiUrls[0] ?? '').openOrders()).toHaveLength(2);
    await api.stop();
  });

  function expectTooMany(answer: ApiAnswer | undefined): void {
    expect(answer).toMatchObject({ status: 429, body: { status: 429, code: 'too_many_requests' } });
    expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer?.headers.get('content-type')).toContain('application/problem+json');
  }
});

describe('who is signed in', () => {
  it('is told by the e-mail address and the end of the session', async () => {
    const trader = await stack.trader();
    const { status, headers, body } = await trader.get('/auth/me');
    const weekMs = 7 * 86_400_000;
    expect(status).toBe(200);
    const times = { expiresAt: expect.any(Number), createdAt: expect.any(Number) };
    expect(body).toEqual({ user: { userId: trader.userId, email: trader.email, ...times } });
    expect(Math.abs(body.user.createdAt - Date.now())).toBeLessThan(60_000);
    expect(Math.abs(body.user.expiresAt - Date.now() - weekMs)).toBeLessThan(60_000);
    expect(headers.get('cache-control')).toBe('no-store');
    const cookie = `fulcrum_session=${trader.token}`;
    expect(await (await fetch(`${url}/api/v1/auth/me`, { headers: { cookie } })).json()).toEqual(body);
  });

  it('is nobody without a session, with one that has ended, and with a forged one', async () => {
    const trader = await stack.trader();
    expect((await trader.post('/auth/logout', undefined)).status).toBe(200);
    for (const token of [undefined, trader.token, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.']) {
      const { status, body } = await call(url, 'GET', '/auth/me', undefined, token);
      expect([token, status, body]).toEqual([token, 200, { user: null }]);
    }
  });
});

describe('while Redis is away', () => {
  it('nothing is sent, which 503 says, and what needs no engine goes on; afterwards orders work again', async () => {
    const [trader, leaving] = [await stack.trader(), await stack.trader()];
    const link = await linkFor(newEmail());
    const { redis } = stack.devstack;
    // An API that starts without Redis knows the instruments of the last snapshot.
    const hasSnapshot = async () => {
      await stack.tick('61800.20', '61800.30');
      return db.instrument.count();
    };
    await expect.poll(hasSnapshot, { timeout: 30_000 }).toBe(1);
    const { lastId } = await streamInfo(stack.redis, streamKeys().engine);
    process.kill(redis.pid ?? 0, 'SIGKILL');
    await redis.exited;
    // The API learns only now that Redis is away. An order before this may have been sent, as far as it knows.
    const ready = async () => (await fetch(`${url}/ready`)).status;
    await expect.poll(ready).toBe(503);
    const orderId = randomUUID();
    for (const answer of [
      await trader.open({ orderId }),
      await trader.get(`/trade/orders/${orderId}`),
      await trader.get('/balance/me'),
      await follow(link),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { status: 503, code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await expectGoesOn(url, trader);
    await expectSignedOutHere(leaving);
    const { api: late, url: lateUrl } = await stack.addApi();
    await late.spawn();
    const knows = async () => (await call(lateUrl, 'GET', '/market/instruments').catch(() => undefined))?.status;
    await expect.poll(knows).toBe(200);
    for (const path of ['/market/quotes', '/market/tickers', '/auth/me'])
      expect([path, (await call(lateUrl, 'GET', path)).status]).toEqual([path, 200]);
    // That API knows who is signed in, and who has signed out meanwhile.
    const me = (token: string) => call(lateUrl, 'GET', '/auth/me', undefined, token);
    expect(await me(trader.token)).toMatchObject({ status: 200, body: { user: { userId: trader.userId } } });
    expect(await me(leaving.token)).toMatchObject({ status: 200, body: { user: null } });
    await expectGoesOn(lateUrl, trader);
    expect((await call(lateUrl, 'GET', '/balance/me', undefined, trader.token)).status).toBe(503);
    expect((await call(lateUrl, 'POST', '/auth/signup', { email: newEmail() })).status).toBe(202);
    await redis.restart();
    await late.ready();
    const isOver = async () => (await call(lateUrl, 'GET', '/auth/me', undefined, leaving.token)).body.user;
    await expect.poll(isOver).toBe(null);
    await late.stop();
    await expect.poll(ready).toBe(200);
    await expect
      .poll(() => streamInfo(stack.redis, streamKeys().engine).catch(() => undefined))
      .toMatchObject({ lastId });
    const { status } = await trader.open({ orderId });
    // The engine may need longer than the API to find its way back.
    expect([201, 202]).toContain(status);
    const look = async () => (await trader.get(`/trade/orders/${orderId}`)).body.status;
    await expect.poll(look, { timeout: 30_000 }).toBe('open');
    // The link was not used up.
    await expect.poll(async () => (await follow(link)).status, { timeout: 30_000 }).toBe(200);
  });
});

describe('while Redis is held still', () => {
  it('signing out is answered soon, holds at once, and reaches all others later', async () => {
    const [trader, leaving] = [await stack.trader(), await stack.trader()];
    const other = await stack.addApi();
    await other.api.start();
    const link = await linkFor(newEmail());
    stack.devstack.redis.hold();
    const start = performance.now();
    const needRedis = Promise.all([trader.open(), trader.get('/balance/me'), follow(link)]);
    await expectSignedOutHere(leaving);
    await expectGoesOn(url, trader);
    expect(performance.now() - start).toBeLessThan(5_000);
    // A command that may have been sent is pending. A question without an answer changed nothing.
    expect((await needRedis).map(({ status }) => status)).toEqual([202, 503, 503]);
    expect(performance.now() - start).toBeLessThan(8_000);
    stack.devstack.redis.letGo();
    const isOver = async () => (await leaving.at(other.url).get('/auth/me')).body.user;
    await expect.poll(isOver).toBe(null);
    await other.api.stop();
  });
});

/** Requests that need neither Redis nor the engine. */
async function expectGoesOn(url: string, trader: Trader): Promise<void> {
  const paths = ['/market/instruments', '/market/quotes', '/market/tickers', '/auth/me', '/trade/get-close-orders'];
  const klines = `/market/klines?symbol=BTC_USDC&interval=1m&startTime=${Math.floor(Date.now() / 1_000) - 600}`;
  for (const path of [...paths, klines]) expect([path, (await trader.get(path)).status]).toEqual([path, 200]);
  expect((await call(url, 'POST', '/auth/signup', { email: newEmail() })).status).toBe(202);
}

async function expectSignedOutHere(trader: Trader): Promise<void> {
  const answer = await trader.post('/auth/logout', undefined);
  expect(answer).toMatchObject({ status: 202, body: { message: expect.stringMatching('Signed out at this server') } });
  expect((await trader.get('/auth/me')).body).toEqual({ user: null });
}

describe('while PostgreSQL is away', () => {
  it('orders are opened and closed all the same; what needs it is answered with 503', async () => {
    const [trader, leaving] = [await stack.trader(), await stack.trader()];
    const { postgres } = stack.devstack;
    process.kill(postgres.pid ?? 0, 'SIGKILL');
    await postgres.exited;
    const { status, body } = await trader.open();
    expect(status).toBe(201);
    expect((await trader.close(body.orderId)).status).toBe(200);
    for (const answer of [await signUp(newEmail()), await trader.get('/trade/get-close-orders')])
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await leaving.post('/auth/logout', undefined)).status).toBe(200);
    await postgres.restart();
    await expect.poll(async () => (await signUp(newEmail())).status).toBe(202);
    const { sessionId = '' } = verifySession(leaving.token, SECRET) ?? {};
    await expect.poll(() => db.endedSession.count({ where: { sessionId } })).toBe(1);
    const look = async () => (await trader.get(`/trade/orders/${body.orderId}`)).body.order?.reason;
    await expect.poll(look, { timeout: 30_000 }).toBe('manual');
  });
});

describe('the description of the API', () => {
  it('names every route with what it takes and gives', async () => {
    const document = (await call(url, 'GET', '/openapi.json')).body;
    expect(await (await fetch(`${url}/openapi.json`)).json()).toEqual(document);
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Fulcrum', version: expect.any(String) } });
    const routes = Object.entries<Record<string, object>>(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    // Those of the desk are held to the roles that docs/desk.md gives them.
    expect(routes.filter((route) => !route.includes(' /desk/')).sort()).toEqual([
      'DELETE /account/erasure',
      'DELETE /account/identity/documents/{id}',
      'DELETE /auth/keys/{id}',
      'GET /account/agreements',
      'GET /account/email/confirm',
      'GET /account/erasure',
      'GET /account/export',
      'GET /account/identity',
      'GET /account/identity/documents/{id}',
      'GET /account/identity/questionnaire',
      'GET /account/limits',
      'GET /account/notifications',
      'GET /account/preferences',
      'GET /account/profile',
      'GET /auth/keys',
      'GET /auth/me',
      'GET /auth/protected-route-test',
      'GET /auth/security',
      'GET /auth/sessions',
      'GET /auth/signin/verify',
      'GET /balance/me',
      'GET /market/instruments',
      'GET /market/klines',
      'GET /market/quotes',
      'GET /market/tickers',
      'GET /trade/get-close-orders',
      'GET /trade/get-open-orders',
      'GET /trade/get-pending-orders',
      'GET /trade/orders/{orderId}',
      'GET /trade/orders/{orderId}/events',
      'GET /wallet/statement',
      'GET /wallet/transactions',
      'GET /wallet/withdrawals',
      'PATCH /account/profile',
      'POST /account/agreements',
      'POST /account/email',
      'POST /account/email/confirm',
      'POST /account/erasure',
      'POST /account/identity/documents',
      'POST /account/identity/submit',
      'POST /account/pause',
      'POST /auth/keys',
      'POST /auth/logout',
      'POST /auth/password',
      'POST /auth/second-factor/prepare',
      'POST /auth/second-factor/recovery-codes',
      'POST /auth/second-factor/turn-off',
      'POST /auth/second-factor/turn-on',
      'POST /auth/sessions/end',
      'POST /auth/sessions/end-others',
      'POST /auth/signin',
      'POST /auth/signin/code',
      'POST /auth/signin/verify',
      'POST /auth/signup',
      'POST /signin',
      'POST /signup',
      'POST /trade/cancel-all',
      'POST /trade/cancel-order',
      'POST /trade/close-all',
      'POST /trade/close-order',
      'POST /trade/create-order',
      'POST /trade/update-order',
      'POST /wallet/deposits',
      'POST /wallet/reset',
      'POST /wallet/webhooks/deposits',
      'POST /wallet/withdrawals',
      'POST /wallet/withdrawals/{transferId}/cancel',
      'PUT /account/limits',
      'PUT /account/notifications',
      'PUT /account/preferences',
    ]);
    const create = document.paths['/api/v1/trade/create-order'].post;
    expect(Object.keys(create.responses)).toEqual(['201', '202', '503', 'default']);
    expect(create.security).toEqual([{ bearer: [] }, { cookie: [] }, { key: ['trade'] }]);
    expect(create.requestBody.content['application/json'].schema).toMatchObject({
      required: ['asset', 'side', 'quantity', 'leverage'],
      additionalProperties: false,
    });
    expect(document.paths['/api/v1/trade/orders/{orderId}'].get.parameters).toMatchObject([
      { name: 'orderId', in: 'path', required: true },
    ]);
    expect(danglingReferences(document)).toEqual([]);
  });

  it('can be read by people', async () => {
    const page = await fetch(`${url}/docs/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('Fulcrum API');
    expect(await (await fetch(`${url}/docs/swagger-ui-init.js`)).text()).toContain('/api/v1/trade/create-order');
  });
});

/** References to parts of the document that are not there. */
function danglingReferences(document: object): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference = '']) => reference,
  );
  expect(references.length).toBeGreaterThan(10);
  return references.filter((reference) => {
    let part: unknown = document;
    for (const name of reference.split('/').slice(1)) part = (part as Record<string, unknown> | undefined)?.[name];
    return part === undefined;
  });
}

describe('in production', () => {
  const servers = () => ({ REDIS_URL: stack.devstack.redis.url, DATABASE_URL: stack.databaseUrl });
  const secret = 'Zq3v9K1xW7pLr5TnB8sYh2Dj6Gm4Fc0E';
  const mail = {
    ...{ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'fulcrum@example.com', PUBLIC_URL: 'https://example.com' },
    DOCUMENTS_SECRET: 'Nt4Rv8Xz2Lq6Wm1Kp9Hs3Jc7Yb5Gd0Fe',
  };

  /** Starts an API that is expected to end by itself, and returns its status and what it said. */
  async function refusal(settings: Record<string, string>): Promise<string> {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, NODE_ENV: 'production', HEALTH_PORT: '0', ...settings };
    const child = spawn(process.execPath, ['apps/api/src/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(1);
    return said;
  }

  it('it refuses to start without its settings, and names all that are missing at once', async () => {
    const said = await refusal({ JWT_SECRET: '' });
    for (const name of [
      'SMTP_URL',
      'MAIL_FROM',
      'PUBLIC_URL',
      'JWT_SECRET',
      'DOCUMENTS_SECRET',
      'REDIS_URL',
      'DATABASE_URL',
    ])
      expect(said).toContain(`  ${name}: must be`);
  });

  it.each([
    ['a secret that is none', { JWT_SECRET: 'x'.repeat(40) }, 'JWT_SECRET'],
    ['a secret that an example has', { JWT_SECRET: 'please-change-me-to-something-9f3kq2x7' }, 'JWT_SECRET'],
    ['a secret that is short', { JWT_SECRET: 'Zq3v9K1xW7p' }, 'JWT_SECRET'],
    ['a secret of documents that is none', { DOCUMENTS_SECRET: 'x'.repeat(40) }, 'DOCUMENTS_SECRET'],
    ['a deposit below nothing', { DEMO_DEPOSIT: '-1' }, 'DEMO_DEPOSIT'],
    ['an address without TLS', { PUBLIC_URL: 'http://example.com' }, 'PUBLIC_URL'],
    ['mail over the web', { SMTP_URL: 'https://example.com' }, 'SMTP_URL'],
  ])('it refuses %s, and says so without the secret', async (_what, settings, name) => {
    const said = await refusal({ ...servers(), ...mail, JWT_SECRET: secret, ...settings });
    expect(said).toContain(`1 wrong or missing setting(s):\\n  ${name}: must`);
    expect(said).not.toContain(secret);
  });

  it('it refuses to start as a user of the database who could change the audit log, and without their password', async () => {
    const [DATABASE_URL, API_PORT] = [stack.devstack.postgres.url, String(await freePort())];
    const said = await refusal({ ...servers(), ...mail, JWT_SECRET: secret, API_PORT, DATABASE_URL });
    expect(said).toContain('THE AUDIT LOG IS NOT PROTECTED');
    expect(said).toContain('could change the audit log: it is a superuser');
    expect(said).not.toContain(new URL(DATABASE_URL).password);
  });

  it('it sends the link by mail and nowhere else, and its cookie needs https', async () => {
    const { api, url } = await stack.addApi({ ...mail, NODE_ENV: 'production', JWT_SECRET: secret });
    await api.start();
    const answer = await call(url, 'POST', '/auth/signup', { email: newEmail() });
    // Nobody listens at that mail server.
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(api.log()).not.toContain('verify?token=');
    const flooded = newEmail();
    const statuses = [];
    for (let time = 0; time < 6; time += 1)
      statuses.push((await call(url, 'POST', '/auth/signup', { email: flooded })).status);
    // A link that could not be sent does not count.
    expect(statuses).toEqual(Array(6).fill(503));
    const link = (await linkFor(newEmail())).replace(stack.apiUrls[0] ?? '', url);
    expect((await follow(link)).headers.get('set-cookie')).toMatch(/^__Host-fulcrum_session=ey.*; Path=\/;.*; Secure;/);
    await api.stop();
  });

  it('no client and no mail server keeps it from stopping, and whoever waits for a mail is told', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const SMTP_URL = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const settings = { ...mail, SMTP_URL, NODE_ENV: 'production', JWT_SECRET: secret };
    const { api, url } = await stack.addApi(settings);
    await api.start();
    const reached = once(silent, 'connection');
    const waiting = call(url, 'POST', '/auth/signup', { email: newEmail() });
    const headers = 'POST /api/v1/auth/signup HTTP/1.1\r\nHost: a\r\n';
    const clients = ['', headers, `${headers}Content-Length: 9\r\n\r\n{`].map((bytes) => {
      const client = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
      client.write(bytes);
      return client.resume();
    });
    const [[mailed]] = await Promise.all([reached, ...clients.map((client) => once(client, 'connect'))]);
    const began = performance.now();
    expect(await api.stop()).toBe(0);
    // An answer may take 5.2 seconds. This test does not wait for it.
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(await waiting).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(api.log()).not.toContain('"level":"fatal"');
    mailed.destroy();
    silent.close();
  });
});
