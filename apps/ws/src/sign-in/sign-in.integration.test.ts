import { RevokedSessions, SessionEndings, verifySession } from '@fulcrum/sessions';
import { Appender, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, secret, token } from '../testing/sessions.ts';
import { startWorld, type World } from '../testing/test-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ ALLOWED_ORIGINS: 'https://app.example.com' });
  await world.log.instrument('BTC_USDC');
});
afterAll(() => world?.stop());

test('AUTH and SUBSCRIBE may be sent together', async () => {
  const user = await world.newUser();
  const client = await world.connect();
  client.send(
    { id: 1, method: 'SUBSCRIBE', params: ['account'] },
    { id: 2, method: 'AUTH', params: [token(user)] },
    { id: 3, method: 'SUBSCRIBE', params: ['account'] },
  );
  await client.next(({ stream }) => stream === 'account');
  expect(client.messages).toMatchObject([
    { id: 1, error: { code: 'unauthorized' } },
    { id: 2, result: null },
    { id: 3, result: null },
    { stream: 'account', data: { type: 'snapshot', userId: user, balance: '1000000.000000' } },
  ]);
});

test('a forged token is refused', async () => {
  const client = await world.connect();
  const forged = `${token(await world.newUser()).slice(0, -5)}AAAAA`;
  expect((await client.ask({ method: 'AUTH', params: [forged] })).error?.code).toBe('unauthorized');
  expect((await client.subscribe('account')).error?.code).toBe('unauthorized');
});

test("the cookie signs in a page of the same host or of an allowed origin, and nobody else's", async () => {
  const user = await world.newUser();
  for (const [origin, code] of [
    ['http://127.0.0.1:3000', undefined],
    ['https://app.example.com', undefined],
    ['https://evil.example', 'unauthorized'],
  ] as const) {
    const client = await world.connect({ headers: cookieOf(user), origin });
    expect((await client.subscribe('account')).error?.code).toBe(code);
    if (code === undefined) continue;
    expect(await client.ask({ method: 'AUTH', params: [token(user)] })).toMatchObject({ result: null });
    expect(await client.subscribe('account')).toMatchObject({ result: null });
  }
});

test('nobody is signed in before it is known which sessions were ended', async () => {
  const user = await world.newUser();
  const { port } = await world.startWithoutRedis();
  const client = await world.connect({ headers: cookieOf(user) }, '', port);
  expect((await client.subscribe('account')).error?.code).toBe('unauthorized');
  expect((await client.ask({ method: 'AUTH', params: [token(user)] })).error?.code).toBe('unauthorized');
});

test('a user without an account yet gets an error, and may try again', async () => {
  const user = '99999999-9999-4999-8999-999999999999';
  const client = await world.connectAs(user);
  const { error } = await client.subscribe('account');
  expect(error).toEqual({ code: 'unavailable', message: 'There is no such account.' });
  await world.log.command('create-account', { requestId: 'late', userId: user, deposit: '5' });
  expect(await client.subscribe('account')).toMatchObject({ result: null });
});

test('a sign-out anywhere ends the account stream of its session, and its token is worth nothing any more', async () => {
  const user = await world.newUser();
  const [ended, other] = [token(user), token(user)];
  const [first, second] = [await world.connect(), await world.connect()];
  await first.ask({ method: 'AUTH', params: [ended] });
  await second.ask({ method: 'AUTH', params: [other] });
  for (const client of [first, second]) expect(await client.subscribe('account')).toMatchObject({ result: null });
  const session = verifySession(ended, secret);
  if (session === undefined) throw new Error('the token is good');
  const appender = new Appender(world.log.redis, streamKeys().revoked);
  expect(await new SessionEndings(new RevokedSessions(), appender).end(session, 20_000)).toBe('everywhere');
  await first.next(({ stream, error }) => stream === 'account' && error?.code === 'unauthorized');
  expect((await first.subscribe('account')).error?.code).toBe('unauthorized');
  expect((await first.ask({ method: 'AUTH', params: [ended] })).error?.code).toBe('unauthorized');
  const order = await world.log.open(user, 'BTC_USDC', 'buy');
  await second.next(({ data }) => data?.orderId === order);
  expect(first.accountEvents().some(({ orderId }) => orderId === order)).toBe(false);
});
