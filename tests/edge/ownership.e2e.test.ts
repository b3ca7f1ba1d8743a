import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { handMadeToken } from '../support/hand-made-token.ts';
import { SECRET, type Stack } from '../support/stack.ts';
import { call, Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** Answers, orders and sessions reach their owner alone, also with two processes of the API on one engine. */

let stack: Stack;
let urls: [string, string];

let second: AppProcess;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  const { api, url } = await stack.addApi();
  second = api;
  await second.start();
  urls = [stack.apiUrls[0] ?? '', url];
});

afterAll(() => second?.stop());

/** The same user, once at each process. */
async function traderAtBoth(): Promise<[Trader, Trader]> {
  const trader = await stack.trader();
  return [trader, trader.at(urls[1])];
}

describe('a hundred orders sent at once, half through each process', () => {
  it('get a hundred answers, each to its own request', async () => {
    const both = await traderAtBoth();
    const quantities = Array.from({ length: 100 }, (_, order) => `0.00${String(order + 101)}`);
    const answers = await Promise.all(
      quantities.map((quantity, order) => both[order % 2 === 0 ? 0 : 1].open({ quantity })),
    );
    expect(answers.map(({ status }) => status)).toEqual(quantities.map(() => 201));
    expect(answers.map(({ body }) => body.quantity)).toEqual(quantities);
    const ids = answers.map(({ body }) => body.orderId);
    expect(new Set(ids).size).toBe(100);
    for (const trader of both) {
      const open = new Map((await trader.openOrders()).map((order: { orderId: string }) => [order.orderId, order]));
      expect(open.size).toBe(100);
      for (const [order, orderId] of ids.entries())
        expect(open.get(orderId)).toMatchObject({ quantity: quantities[order] });
    }
    // Each answer tells the balance after its own order, so the order that was opened last tells the present balance.
    const balances = answers.map(({ body }) => Number(body.balance));
    expect(new Set(balances).size).toBe(100);
    expect(Number(await both[0].balance())).toBe(Math.min(...balances));
  });

  it('are closed by a hundred requests sent at once, each by its own', async () => {
    const both = await traderAtBoth();
    const opened = await Promise.all(Array.from({ length: 100 }, () => both[0].open()));
    const ids = opened.map(({ body }) => body.orderId);
    const closed = await Promise.all(ids.map((orderId, order) => both[order % 2 === 0 ? 1 : 0].close(orderId)));
    expect(closed.map(({ status, body }) => [status, body.orderId])).toEqual(ids.map((orderId) => [200, orderId]));
    expect(await both[1].openOrders()).toEqual([]);
  });
});

describe('one order sent ten times at once over both processes', () => {
  it('is opened once', async () => {
    const both = await traderAtBoth();
    const orderId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, time) => both[time % 2 === 0 ? 0 : 1].open({ orderId })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect(await both[0].openOrders()).toMatchObject([{ orderId }]);
    expect(await both[0].balance()).toBe('9938.199700');
  });

  it('is closed once', async () => {
    const both = await traderAtBoth();
    const { orderId } = (await both[0].open()).body;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, time) => both[time % 2 === 0 ? 0 : 1].close(orderId)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
    expect(await both[0].balance()).toBe('9999.999000');
  });
});

describe("another user's order", () => {
  it('can be neither seen, closed, changed, looked up nor taken over', async () => {
    const [ada, bob] = [await stack.trader(), await stack.trader()];
    const { orderId } = (await ada.open({ takeProfit: '70000' })).body;
    const past = (await ada.open()).body.orderId;
    await ada.close(past);
    expect((await ada.get(`/trade/orders/${past}`)).body.status).toBe('closed');
    const before = await ada.openOrders();
    const unknown = { status: 404, body: { code: 'unknown_order' } };
    for (const id of [orderId, past]) {
      expect(await bob.get(`/trade/orders/${id}`)).toMatchObject(unknown);
      expect(await bob.get(`/trade/orders/${id}/events`)).toMatchObject(unknown);
      expect(await bob.close(id)).toMatchObject(unknown);
      expect(await bob.post('/trade/update-order', { orderId: id, takeProfit: null })).toMatchObject(unknown);
      expect(await bob.post('/trade/update-order', { orderId: id })).toMatchObject(unknown);
    }
    expect(await bob.open({ orderId })).toMatchObject({ status: 409, body: { code: 'duplicate_order' } });
    // Bob's order reached the engine and was refused there, so its status stays that refusal.
    expect((await bob.get(`/trade/orders/${orderId}`)).body).toMatchObject({ rejection: { code: 'duplicate_order' } });
    expect(await bob.openOrders()).toEqual([]);
    expect((await bob.get('/trade/get-close-orders')).body).toEqual({ orders: [] });
    expect(await bob.balance()).toBe('10000.000000');
    expect(await ada.openOrders()).toEqual(before);
    expect((await ada.get('/trade/get-close-orders')).body.orders).toMatchObject([{ orderId: past }]);
    expect((await ada.close(orderId)).status).toBe(200);
  });
});

describe('a session', () => {
  const hour = 3_600;
  const now = Math.floor(Date.now() / 1_000);
  const [sub, jti] = [randomUUID(), randomUUID()];
  const good = { sub, jti, iat: now, exp: now + hour };

  it.each<[what: string, token: string | undefined, status: number]>([
    ['is good with the right secret', handMadeToken(good, SECRET), 200],
    ['is needed', undefined, 401],
    ['is no random text', 'let-me-in', 401],
    ['signed with another secret is forged', handMadeToken(good, 'x'.repeat(40)), 401],
    ['without a signature is forged', handMadeToken(good, SECRET, 'none'), 401],
    ['of another algorithm is not one of ours', handMadeToken(good, SECRET, 'HS512'), 401],
    ['ends', handMadeToken({ ...good, exp: now - hour }, SECRET), 401],
    ['that never ends is not one of ours', handMadeToken({ sub, jti, iat: now }, SECRET), 401],
    ['without an id could not be ended', handMadeToken({ ...good, jti: undefined }, SECRET), 401],
    ['without a user is nobody’s', handMadeToken({ ...good, sub: undefined }, SECRET), 401],
    ['of no user id is nobody’s', handMadeToken({ ...good, sub: 'admin' }, SECRET), 401],
  ])('%s', async (_what, token, status) => {
    const answer = await call(urls[0], 'GET', '/auth/protected-route-test', undefined, token);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(status === 200 ? { userId: sub } : { status: 401, code: 'unauthorized' });
  });

  it("cannot be turned into another user's", async () => {
    const [ada, bob] = [await stack.trader(), await stack.trader()];
    const [header, , signature] = ada.token.split('.');
    const stolen = [header, bob.token.split('.')[1], signature].join('.');
    expect((await call(urls[0], 'GET', '/balance/me', undefined, stolen)).status).toBe(401);
  });

  it('is asked for by every route that concerns a user, before anything else', async () => {
    const { paths } = (await call(urls[0], 'GET', '/openapi.json')).body;
    const open = [];
    for (const [path, operations] of Object.entries<object>(paths))
      for (const method of Object.keys(operations)) {
        const url = urls[0] + path.replace('{orderId}', 'x');
        const body =
          method === 'post' ? { body: '{"not":"even JSON', headers: { 'content-type': 'application/json' } } : {};
        const { status } = await fetch(url, { method: method.toUpperCase(), ...body });
        if (status !== 401) open.push(path.replace('/api/v1', ''));
      }
    const byPassword = ['/auth/signin', '/signin', '/signup', '/auth/signin/code'];
    const signIn = ['/auth/signup', '/auth/signin/verify', '/auth/signin/verify', '/auth/me', ...byPassword];
    const market = ['instruments', 'quotes', 'klines', 'tickers'].map((name) => `/market/${name}`);
    const links = ['/account/email/confirm', '/account/email/confirm'];
    expect(open).toEqual([...signIn, ...links, '/wallet/webhooks/deposits', ...market]);
  });

  it('may come as a cookie or as a header', async () => {
    const trader = await stack.trader();
    const look = (headers: Record<string, string>) => fetch(`${urls[1]}/api/v1/auth/protected-route-test`, { headers });
    for (const headers of [
      { cookie: `theme=dark; fulcrum_session=${trader.token}` },
      { authorization: `Bearer ${trader.token}` },
      { authorization: `bearer ${trader.token}` },
    ]) {
      const answer = await look(headers);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ userId: trader.userId, expiresAt: expect.any(Number) });
    }
    expect((await look({ authorization: trader.token })).status).toBe(401);
    expect((await look({ cookie: `fulcrum_session=j:{"sub":"${trader.userId}"}` })).status).toBe(401);
  });

  it('that was ended is over: here at once, at the other process within seconds, and no other with it', async () => {
    const [here, there] = await traderAtBoth();
    const other = await Trader.signIn(urls[0], here.email);
    const look = (trader: Trader) => trader.get('/auth/protected-route-test');
    expect((await look(there)).status).toBe(200);
    const answer = await here.post('/auth/logout', undefined);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/^fulcrum_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await look(here)).status).toBe(401);
    expect((await here.open()).status).toBe(401);
    await expect.poll(async () => (await look(there)).status).toBe(401);
    expect((await look(other)).status).toBe(200);
    // A process that starts later knows of it as well.
    const { api, url } = await stack.addApi();
    await api.start();
    expect((await look(here.at(url))).status).toBe(401);
    expect((await look(other.at(url))).status).toBe(200);
    await api.stop();
  });
});
