import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { keyHash, makeKeySecret, RevokedSessions, SessionEndings } from '@fulcrum/sessions';
import { Appender, streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, token } from '../testing/sessions.ts';
import { startWorld, type World } from '../testing/test-world.ts';

let folder: string;
let postgres: DevServer;
let db: Database;
let world: World;
let port: number;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: folder });
  db = connectDatabase(postgres.url, 2);
  world = await startWorld({ TRUSTED_PROXIES: '1' });
  port = (await world.startWithDatabase(postgres.url)).port;
});

afterAll(async () => {
  await world?.stop();
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

/** A key of a user with an account. */
async function newKey(key: { addresses?: string[]; expiresAt?: Date } = {}) {
  const userId = await world.newUser();
  await db.user.create({ data: { id: userId, email: `${userId}@example.com` } });
  const secret = makeKeySecret();
  const hash = keyHash(secret) ?? '';
  const { id } = await db.apiKey.create({ data: { userId, hash, name: 'bot', scopes: ['read'], ...key } });
  return { id, userId, secret };
}

function connect(secret: string, headers: Record<string, string> = {}, at = port) {
  return world.connect({ headers: { authorization: `Bearer ${secret}`, ...headers } }, '', at);
}

async function end(id: string): Promise<void> {
  await db.apiKey.delete({ where: { id } });
  const appender = new Appender(world.log.redis, streamKeys().revoked);
  const session = { userId: '', sessionId: id, expiresAt: Math.floor(Date.now() / 1_000) + 3_600 };
  expect(await new SessionEndings(new RevokedSessions(), appender).end(session, 20_000)).toBe('everywhere');
}

test('a key opens a connection of its user, whatever cookie comes with it, and nobody else can sign in on it', async () => {
  const { secret, userId } = await newKey();
  for (let time = 0; time < 2; time += 1) {
    const client = await connect(secret, cookieOf(await world.newUser()));
    expect(await client.subscribe('account')).toMatchObject({ result: null });
    expect((await client.next(({ stream }) => stream === 'account')).data?.userId).toBe(userId);
    const other = token(await world.newUser());
    expect((await client.ask({ method: 'AUTH', params: [other] })).error?.code).toBe('invalid_request');
  }
});

test('a connection is closed when its key is deleted, and no other; then the key opens none', async () => {
  const [deleted, kept] = [await newKey(), await newKey()];
  const [first, second] = [await connect(deleted.secret), await connect(kept.secret)];
  expect(await first.subscribe('account')).toMatchObject({ result: null });
  const before = performance.now();
  await end(deleted.id);
  expect(await first.closed).toEqual({ code: 1008, reason: 'the key has ended' });
  expect(performance.now() - before).toBeLessThan(1_000);
  await expect(connect(deleted.secret)).rejects.toThrow('401');
  expect(await second.subscribe('account')).toMatchObject({ result: null });
});

test('a connection is closed when the time of its key is over', async () => {
  const { secret } = await newKey({ expiresAt: new Date(Date.now() + 1_500) });
  const client = await connect(secret);
  expect(await client.closed).toEqual({ code: 1008, reason: 'the key has ended' });
  await expect.poll(() => connect(secret).catch(String)).toContain('401');
});

test('a key that is made up, malformed or of another address opens nothing', async () => {
  await expect(connect(makeKeySecret())).rejects.toThrow('401');
  await expect(connect('fk_rubbish')).rejects.toThrow('401');
  const { secret } = await newKey({ addresses: ['203.0.113.0/24'] });
  await expect(connect(secret, { 'x-forwarded-for': '198.51.100.1' })).rejects.toThrow('403');
  await connect(secret, { 'x-forwarded-for': '203.0.113.9' });
  // Of several proxies the one that is trusted names the client.
  await expect(connect(secret, { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' })).rejects.toThrow('403');
});

test('where there is no database no key is taken, and where it does not answer none that has to be looked up', async () => {
  const { secret } = await newKey();
  await expect(connect(secret, {}, world.feed.port)).rejects.toThrow('503');
  const known = await newKey();
  await connect(known.secret);
  postgres.hold();
  const unknown = connect(makeKeySecret()).catch(String);
  await connect(known.secret);
  expect(await unknown).toContain('503');
  postgres.letGo();
  await expect.poll(() => connect(secret).then(() => 'open', String)).toBe('open');
});

test('the use of a key is noted', async () => {
  const { secret, id } = await newKey();
  await connect(secret);
  const lastUse = async () => (await db.apiKey.findUnique({ where: { id } }))?.lastUsedAt?.getTime();
  await expect.poll(lastUse, { timeout: 20_000 }).toBeGreaterThan(Date.now() - 120_000);
});

test('made-up keys count as handshakes of their address, and are not looked up beyond its limit', async () => {
  const small = await startWorld({ HANDSHAKE_RATE_LIMIT: '3', DATABASE_URL: postgres.url });
  try {
    const ask = (secret: string) => small.connect({ headers: { authorization: `Bearer ${secret}` } }).catch(String);
    const answers = [];
    for (let count = 0; count < 5; count += 1) answers.push(String(await ask(`fk_${randomUUID().padEnd(43, 'a')}`)));
    expect(answers.map((text) => /\d{3}/.exec(text)?.[0])).toEqual(['401', '401', '401', '429', '429']);
    expect(await small.metric('ws_upgrades_refused_total', { why: 'denied' })).toBe(3);
  } finally {
    await small.stop();
  }
});
