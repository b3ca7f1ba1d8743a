import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '@fulcrum/db';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import type { Stack } from '../support/stack.ts';
import { type ApiAnswer, call, type Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** What a program may do with a key, at two processes of the API, over every route of the API's own description. */

interface Operation {
  readonly method: string;
  readonly path: string;
  /** As the description has it; undefined when it says nothing. */
  readonly security: Record<string, string[]>[] | undefined;
}

let stack: Stack;
const added: AppProcess[] = [];
let urls: [string, string];
let ada: Trader;
let bob: Trader;
let operations: Operation[];

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  const other = await addApi();
  urls = [stack.apiUrls[0] ?? '', other.url];
  [ada, bob] = [await stack.trader(), await stack.trader()];
  const { paths } = (await call(urls[0], 'GET', '/openapi.json')).body;
  operations = Object.entries<Record<string, { security?: Operation['security'] }>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      security,
    })),
  );
});

afterAll(async () => {
  await Promise.all(added.map((api) => api.stop()));
});

/** Another process of the API, until the last test here. */
async function addApi(settings: Record<string, string> = {}): Promise<{ api: AppProcess; url: string }> {
  const { api, url } = await stack.addApi(settings);
  added.push(api);
  await api.start();
  return { api, url };
}

async function makeKey(trader: Trader, key: object = {}): Promise<{ id: string; secret: string }> {
  const answer = await trader.post('/auth/keys', { name: 'bot', scopes: ['read', 'trade'], ...key });
  expect(answer.status).toBe(201);
  return answer.body;
}

function remove(trader: Trader, id: string): Promise<ApiAnswer> {
  return call(urls[0], 'DELETE', `/auth/keys/${id}`, undefined, trader.token);
}

/** Asks a route with nothing but the token: what is allowed is answered, be it by what is wrong with the rest. */
function ask({ method, path }: Operation, token: string | undefined, url = urls[0]): Promise<ApiAnswer> {
  const body = method === 'POST' ? {} : undefined;
  return call(url, method, path.replace(/\{\w+\}/g, randomUUID()), body, token);
}

const isPublic = ({ security }: Operation) => security?.length === 0;

/** The scope of keys for which a route is open; undefined: it is open for none. */
const scopeOf = ({ security = [] }: Operation) => security.find(({ key }) => key !== undefined)?.key?.[0];

describe('every route', () => {
  it('says who may ask it: anybody, a session alone, or a key as well', () => {
    expect(operations.length).toBeGreaterThan(15);
    const session = [{ bearer: [] }, { cookie: [] }];
    const known = [[], session, [...session, { key: ['read'] }], [...session, { key: ['trade'] }]];
    for (const operation of operations)
      expect(known, `${operation.method} ${operation.path}`).toContainEqual(operation.security);
    const forKeys = operations.filter((operation) => scopeOf(operation) !== undefined);
    const changing = forKeys.filter(({ method }) => method !== 'GET').map(({ path }) => path);
    expect(changing.sort()).toEqual([
      '/trade/cancel-all',
      '/trade/cancel-order',
      '/trade/close-all',
      '/trade/close-order',
      '/trade/create-order',
      '/trade/update-order',
    ]);
    expect(forKeys.filter(({ method }) => method === 'GET').map(scopeOf)).not.toContain('trade');
    expect(forKeys.filter(({ path }) => path.startsWith('/auth'))).toEqual([]);
  });

  it('answers each kind of key as its rule says, and tells what is missing', async () => {
    const [read, trade, others] = [await makeKey(ada, { scopes: ['read'] }), await makeKey(ada), await makeKey(bob)];
    const elsewhere = await makeKey(ada, { addresses: ['203.0.113.0/24', '2001:db8::1'] });
    const here = await makeKey(ada, { addresses: ['127.0.0.0/8'] });
    const expired = await makeKey(ada, { expiresAt: Date.now() + 500 });
    const deleted = await makeKey(ada);
    expect((await remove(ada, deleted.id)).status).toBe(200);
    await sleep(600);
    const good = 'answered';
    for (const operation of operations) {
      const outcome = async (token: string | undefined) => {
        const { status, body, headers } = await ask(operation, token);
        expect(headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="Fulcrum"' : null);
        return status === 401 || (status === 403 && body.code !== 'cross_origin') ? `${status} ${body.code}` : good;
      };
      const scope = scopeOf(operation);
      const [needsRead, needsTrade] = [scope === 'read', scope === 'trade'];
      const ofKey = (isEnough: boolean) => {
        if (isPublic(operation) || isEnough) return good;
        return scope === undefined ? '403 session_required' : '403 insufficient_scope';
      };
      const refused = (why: string) => (isPublic(operation) ? good : why);
      const expected = {
        none: refused('401 unauthorized'),
        read: ofKey(needsRead),
        trade: ofKey(needsRead || needsTrade),
        others: ofKey(needsRead || needsTrade),
        here: ofKey(needsRead || needsTrade),
        elsewhere: refused('403 address_not_allowed'),
        expired: refused('401 expired_key'),
        deleted: refused('401 invalid_key'),
        madeUp: refused('401 invalid_key'),
        malformed: refused('401 invalid_key'),
      };
      const tokens = { read, trade, others, here, elsewhere, expired, deleted };
      const outcomes: Record<string, string> = { none: await outcome(undefined) };
      for (const [name, { secret }] of Object.entries(tokens)) outcomes[name] = await outcome(secret);
      outcomes.madeUp = await outcome(`fk_${'a'.repeat(43)}`);
      outcomes.malformed = await outcome('fk_rubbish');
      expect({ operation, outcomes }).toEqual({ operation, outcomes: expected });
    }
    const order = { method: 'POST', path: '/trade/create-order', security: [] };
    expect((await ask(order, read.secret)).body.detail).toBe('This key lacks the scope trade.');
    expect((await ask(order, undefined)).body.detail).toContain('a key with the scope trade');
  });

  it('tells how much of its limits is left, in the form of structured fields, and so does every refusal', async () => {
    for (const operation of [...operations, { method: 'GET', path: '/nothing', security: [] }]) {
      const { headers } = await ask(operation, undefined);
      expect(headers.get('ratelimit'), operation.path).toMatch(/^"[^"]+"; r=\d+; t=\d+(, "[^"]+"; r=\d+; t=\d+)*$/);
      const policies = headers.get('ratelimit-policy')?.split(', ') ?? [];
      expect(new Set(policies.map((policy) => policy.split(';')[0])).size).toBe(policies.length);
      for (const policy of policies) expect(policy).toMatch(/^"[^"]+"; q=\d+; w=\d+; pk=:[\w+/=]+:$/);
      const names = (text: string | null) => [...(text ?? '').matchAll(/"[^"]+"/g)].map(String);
      expect(names(headers.get('ratelimit-policy'))).toEqual(names(headers.get('ratelimit')));
    }
  });
});

it('a key trades for its user alone', async () => {
  const { secret } = await makeKey(ada);
  const [mine, others] = [ada.as(ada.userId, secret), ada.as(bob.userId, (await makeKey(bob)).secret)];
  const orderId = randomUUID();
  expect((await mine.open({ orderId })).status).toBe(201);
  expect((await mine.openOrders()).map((order: { orderId: string }) => order.orderId)).toContain(orderId);
  expect((await others.get('/balance/me')).body.userId).toBe(bob.userId);
  expect(await others.openOrders()).toEqual([]);
  expect((await others.close(orderId)).status).toBe(404);
  expect((await others.get(`/trade/orders/${orderId}`)).status).toBe(404);
  expect((await mine.close(orderId)).status).toBe(200);
  expect((await call(urls[0], 'GET', '/auth/me', undefined, secret)).body).toEqual({ user: null });
});

it('a key that is deleted ends within a second at every process', async () => {
  const { id, secret } = await makeKey(ada);
  const at = (url: string) => call(url, 'GET', '/balance/me', undefined, secret);
  for (const url of urls) expect((await at(url)).status).toBe(200);
  expect((await remove(bob, id)).status).toBe(404);
  expect((await remove(ada, id)).status).toBe(200);
  const told = performance.now();
  expect((await at(urls[0])).body.code).toBe('invalid_key');
  await expect.poll(async () => (await at(urls[1])).status, { interval: 20 }).toBe(401);
  expect(performance.now() - told).toBeLessThan(1_000);
  expect((await remove(ada, id)).status).toBe(404);
});

it('the secret is shown once, kept as a hash, and stands in no log; the list tells the last use', async () => {
  const user = await stack.trader();
  const expiresAt = Date.now() + 3_600_000;
  const made = await makeKey(user, { name: ' My bot ', addresses: ['127.0.0.1'], expiresAt });
  expect(made.secret).toMatch(/^fk_[\w-]{43}$/);
  const list = async () => (await user.get('/auth/keys')).body.keys;
  const { secret: _secret, ...rest } = made;
  expect(await list()).toEqual([{ ...rest, name: 'My bot', expiresAt, lastUsedAt: null }]);
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  expect((await call(urls[1], 'GET', '/balance/me', undefined, made.secret)).status).toBe(200);
  await expect.poll(async () => (await list())[0].lastUsedAt, { timeout: 20_000 }).toBeGreaterThanOrEqual(minute);
  const db = connectDatabase(stack.devstack.postgres.url, 1);
  const rows = JSON.stringify(await db.apiKey.findMany());
  await db.$disconnect();
  expect(rows).toContain(made.id);
  expect(rows).not.toContain(made.secret.slice(3));
  await call(urls[0], 'GET', `/nothing/${made.secret}`, undefined, made.secret);
  for (const { log } of stack.apis.map((api) => ({ log: api.log() }))) expect(log).not.toContain(made.secret);
});

it('of a user with many keys no more than twenty are made, also at once', async () => {
  const user = await stack.trader();
  const make = (url: string) => call(url, 'POST', '/auth/keys', { name: 'bot', scopes: ['read'] }, user.token);
  const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => make(urls[index % 2] ?? '')));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(20).fill(201), ...Array(4).fill(409)]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too_many_keys');
});

it.each<[fault: string, key: object, field: string]>([
  ['no name', { name: ' ' }, 'name'],
  ['a name that is too long', { name: 'a'.repeat(61) }, 'name'],
  ['a name of two lines', { name: 'my\nbot' }, 'name'],
  ['no scope', { scopes: [] }, 'scopes'],
  ['trading without reading', { scopes: ['trade'] }, 'scopes'],
  ['another scope', { scopes: ['read', 'withdraw'] }, 'scopes.1'],
  ['no address', { addresses: ['localhost'] }, 'addresses.0'],
  ['a range that is none', { addresses: ['10.0.0.0/33'] }, 'addresses.0'],
  ['too many addresses', { addresses: Array(21).fill('10.0.0.1') }, 'addresses'],
  ['an end that is over', { expiresAt: 1_000 }, 'expiresAt'],
  ['an unknown field', { userId: randomUUID() }, 'userId'],
])('%s is refused', async (_fault, key, field) => {
  const { status, body } = await ada.post('/auth/keys', { name: 'bot', scopes: ['read'], ...key });
  expect([status, Object.keys(body.errors)]).toEqual([400, [field]]);
});

it('made-up keys count on the address that sends them, and are not looked up beyond its limit', async () => {
  const { url, api } = await addApi({ ADDRESS_RATE_LIMIT: '20' });
  const { secret } = await makeKey(ada);
  const at = (token: string) => call(url, 'GET', '/balance/me', undefined, token);
  expect((await at(secret)).status).toBe(200);
  const madeUp = () => `fk_${randomUUID().replaceAll('-', '')}${'a'.repeat(11)}`;
  const statuses = [];
  for (let count = 0; count < 25; count += 1) statuses.push((await at(madeUp())).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(19);
  expect(statuses.filter((status) => status === 429)).toHaveLength(6);
  expect(await api.metric('api_known_keys')).toBe(20);
  // The user of the good key is not held up by what others send from the same address.
  expect((await at(secret)).status).toBe(200);
});
