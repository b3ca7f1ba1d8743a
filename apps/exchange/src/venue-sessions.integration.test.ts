import { once } from 'node:events';
import { createSecondFactors } from '@fulcrum/second-factor';
import { createLogger } from '@fulcrum/service';
import { verifySession } from '@fulcrum/sessions';
import { connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signSubscription } from './testing/sign-subscription.ts';
import { ask, type RunningVenue, register, type Trader, VenueWorld } from './testing/venue-world.ts';

const PAGE = 'http://127.0.0.1:4000';
const ORDER = { symbol: 'SOL_USDC', side: 'Bid', orderType: 'Limit', price: '10.00', quantity: '1.00' };

let world: VenueWorld;
let venue: RunningVenue;
let redis: Redis;
let user: Trader;

beforeAll(async () => {
  world = await VenueWorld.start();
  venue = await world.venue();
  redis = connectRedis(world.devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
});
afterAll(async () => {
  redis.disconnect();
  await world.stop();
});
beforeEach(async () => {
  user = await world.user();
});

const bearer = () => ({ Authorization: `Bearer ${user.token}` });
const cookie = (origin?: string) => ({ Cookie: `fulcrum_session=${user.token}`, ...(origin && { Origin: origin }) });

/** Ends the user's session, as a sign-out at the broker does. */
async function signOut(): Promise<void> {
  const session = verifySession(user.token, world.secret);
  if (session === undefined) throw new Error('the token is good');
  const { sessionId, expiresAt } = session;
  await redis.xadd(streamKeys().revoked, '*', 'sessionId', sessionId, 'expiresAt', String(expiresAt));
}

describe('who has signed in at the broker', () => {
  test('has an account with the first request, and trades without a key', async () => {
    const capital = () => ask(venue.url, 'GET', '/api/v1/capital', undefined, bearer());
    const [first, same] = await Promise.all([capital(), capital()]);
    expect(first).toMatchObject({ status: 200, body: { USDC: { available: '10000.000000', locked: '0.000000' } } });
    expect(same).toEqual(first);
    const placed = await ask(venue.url, 'POST', '/api/v1/order', ORDER, bearer());
    expect(placed).toMatchObject({ status: 200, body: { status: 'New', symbol: 'SOL_USDC' } });
    const { id } = placed.body as { id: string };
    const name = { symbol: 'SOL_USDC', orderId: id };
    expect(await ask(venue.url, 'GET', '/api/v1/orders', undefined, cookie(PAGE))).toMatchObject({ body: [{ id }] });
    expect(await ask(venue.url, 'DELETE', '/api/v1/order', name, cookie(PAGE))).toMatchObject({
      ...{ status: 200, body: { id, status: 'Cancelled' } },
    });
    expect(await register(venue.url, user)).toMatchObject({ status: 200 });
    expect(await capital()).toEqual(first);
  });

  test.each<[string, () => Record<string, string>]>([
    ['a page of another origin', () => cookie('https://evil.example')],
    ['another port of this machine', () => cookie('http://127.0.0.1:3000')],
    ['what a page merely shows', () => ({ ...cookie(), 'Sec-Fetch-Site': 'same-site' })],
    ['a forged token', () => ({ Authorization: `Bearer ${user.token.slice(0, -2)}xx` })],
    ['nothing', () => ({})],
  ])('is nobody by %s', async (_what, headers) => {
    for (const [method, body] of [
      ['GET', undefined],
      ['POST', ORDER],
    ] as const) {
      const path = method === 'GET' ? '/api/v1/capital' : '/api/v1/order';
      expect(await ask(venue.url, method, path, body, headers())).toMatchObject({
        ...{ status: 401, body: { code: 'UNAUTHORIZED' } },
      });
    }
  });

  test('is nobody once the session has ended', async () => {
    const status = async () => (await ask(venue.url, 'GET', '/api/v1/capital', undefined, bearer())).status;
    expect(await status()).toBe(200);
    await signOut();
    await expect.poll(status).toBe(401);
  });
});

test('a key of somebody with a second factor takes a code, which is good once, and few are guessed', async () => {
  const logger = createLogger('exchange', 'silent');
  const factors = createSecondFactors(world.db, { JWT_SECRET: world.secret }, logger);
  const { secret = '' } = (await factors.prepare(user.userId, 'ada@example.com')) ?? {};
  const recoveryCodes = await factors.turnOn(user.userId, generateSync({ secret }));
  const [code, another] = recoveryCodes ?? [];
  const refused = { status: 403, body: { code: 'INVALID_TWO_FACTOR_CODE', message: expect.stringContaining('code') } };
  expect(await register(venue.url, user)).toEqual(refused);
  expect(await register(venue.url, user, { code: '00000-00000-00000-00000' })).toEqual(refused);
  expect(await register(venue.url, user, { code: '12' })).toMatchObject({ status: 400 });
  expect(await register(venue.url, user, { code })).toMatchObject({ status: 200, body: { publicKey: user.apiKey } });
  const { apiKey } = await world.user();
  expect(await register(venue.url, { ...user, apiKey }, { code })).toEqual(refused);
  const statuses = new Set<number>();
  for (let time = 0; time < 12; time += 1)
    statuses.add((await register(venue.url, { ...user, apiKey }, { code: '00000-00000-00000-00000' })).status);
  expect([...statuses]).toEqual([403, 429]);
  expect(await register(venue.url, { ...user, apiKey }, { code: another })).toMatchObject({ status: 429 });
});

describe('the own page', () => {
  const asked = { 'Access-Control-Request-Method': 'DELETE', 'Access-Control-Request-Headers': 'content-type' };

  test('may ask with the cookie, and read what it is answered', async () => {
    const before = await fetch(`${venue.url}/api/v1/order`, { method: 'OPTIONS', headers: { Origin: PAGE, ...asked } });
    expect(before.status).toBe(204);
    const answer = await fetch(`${venue.url}/api/v1/capital`, { headers: cookie(PAGE) });
    for (const { headers } of [before, answer]) {
      expect(headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('vary')).toContain('Origin');
    }
    expect(before.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  test('is the only one', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:4001', 'http://localhost:4000'])
      for (const method of ['OPTIONS', 'GET']) {
        const { headers } = await fetch(`${venue.url}/api/v1/depth?symbol=SOL_USDC`, {
          ...{ method, headers: { Origin: origin, ...asked } },
        });
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
  });
});

describe('the own orders over the WebSocket', () => {
  async function follow(headers: Record<string, string>, signature?: string[], url = venue.url) {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    const messages: { data?: { e: string }; error?: { code: number } }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await once(socket, 'open');
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: ['account.orderUpdate'], signature }));
    socket.send('nonsense');
    await expect.poll(() => messages.length).toBeGreaterThan(0);
    return { socket, messages, closed };
  }
  const told = ({ messages }: Awaited<ReturnType<typeof follow>>) =>
    messages.map(({ data, error }) => data?.e ?? error?.code);

  test('are told to the session of the handshake, and to nobody else, until it ends', async () => {
    const [byToken, byCookie, foreign, other] = [
      await follow(bearer()),
      await follow(cookie(PAGE)),
      await follow(cookie('https://evil.example')),
      await follow({ Authorization: `Bearer ${(await world.user()).token}` }),
    ];
    await ask(venue.url, 'POST', '/api/v1/order', { ...ORDER, clientId: 1 }, bearer());
    for (const own of [byToken, byCookie]) await expect.poll(() => told(own)).toEqual([4_000, 'orderAccepted']);
    expect(told(foreign)).toEqual([4_001, 4_000]);
    expect(told(other)).toEqual([4_000]);
    await signOut();
    expect(await Promise.all([byToken.closed, byCookie.closed])).toEqual([1008, 1008]);
    expect([foreign, other].map(({ socket }) => socket.readyState)).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    for (const { socket } of [foreign, other]) socket.close();
  });

  test('are told to who signed for them until the key is deleted, wherever that is done', async () => {
    const elsewhere = await world.venue();
    const { userId, token } = user;
    const [kept, deleted] = [user, { ...(await world.user()), userId, token }];
    for (const key of [kept, deleted]) expect(await register(venue.url, key)).toMatchObject({ status: 200 });
    const [here, there, byOther] = [
      await follow({}, signSubscription(deleted)),
      await follow({}, signSubscription(deleted), elsewhere.url),
      await follow({}, signSubscription(kept)),
    ];
    const { keys } = (await ask(venue.url, 'GET', '/api/v1/keys', undefined, bearer())).body as {
      keys: { id: string; publicKey: string }[];
    };
    const id = keys.find(({ publicKey }) => publicKey === deleted.apiKey)?.id ?? '';
    expect(await ask(elsewhere.url, 'DELETE', `/api/v1/keys/${id}`, undefined, bearer())).toEqual({
      ...{ status: 200, body: { id } },
    });
    expect(await Promise.all([here.closed, there.closed])).toEqual([1008, 1008]);
    for (const url of [venue.url, elsewhere.url])
      expect(told(await follow({}, signSubscription(deleted), url))).toEqual([4_001, 4_000]);
    await ask(venue.url, 'POST', '/api/v1/order', { ...ORDER, clientId: 2 }, bearer());
    await expect.poll(() => told(byOther)).toEqual([4_000, 'orderAccepted']);
    byOther.socket.close();
    await elsewhere.stop();
  });

  test('are those of one user on a connection: another is told that, and not passed over', async () => {
    const own = await follow(bearer());
    const other = await world.trader(venue.url);
    const params = ['account.orderUpdate'];
    own.socket.send(JSON.stringify({ method: 'SUBSCRIBE', params, signature: signSubscription(other) }));
    await expect.poll(() => told(own)).toEqual([4_000, 4_001]);
    own.socket.close();
  });
});
