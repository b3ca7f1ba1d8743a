import { randomUUID } from 'node:crypto';
import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { Appender, connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { RevokedSessions } from './revoked-sessions.ts';
import type { Session } from './session-token.ts';

const KEY = streamKeys().revoked;
let folder: string;
let server: DevServer;
let writing: Redis;
let stopping = new AbortController();

beforeAll(async () => {
  folder = await freshFolder();
  server = await startRedis({ directory: folder });
  writing = connectRedis(server.url, () => {});
  await whenReady(writing, AbortSignal.timeout(10_000));
});

afterEach(() => {
  stopping.abort(new Error('the test is over'));
  stopping = new AbortController();
});

afterAll(async () => {
  writing?.disconnect();
  await server?.stop();
  removeFolder(folder);
});

function sessionThatEndsIn(seconds: number): Session {
  return { userId: randomUUID(), sessionId: randomUUID(), expiresAt: Math.floor(Date.now() / 1_000) + seconds };
}

/** Another process: it knows what stands in the stream. */
async function follower(): Promise<{ revoked: RevokedSessions; told: string[] }> {
  const told: string[] = [];
  const revoked = new RevokedSessions((sessionId) => told.push(sessionId));
  void revoked.run(
    connectRedis(server.url, () => {}),
    KEY,
    stopping.signal,
    () => {},
  );
  await expect.poll(() => revoked.isLoaded, { timeout: 10_000 }).toBe(true);
  return { revoked, told };
}

it('reaches processes that run and those that start later, and the own one at once', async () => {
  const early = await follower();
  const session = sessionThatEndsIn(600);
  const own = new RevokedSessions();
  expect(own.has(session)).toBe(false);
  expect(await own.add(session, new Appender(writing, KEY))).toMatchObject({ outcome: 'appended' });
  expect(own.has(session)).toBe(true);
  await expect.poll(() => early.revoked.has(session), { timeout: 10_000 }).toBe(true);
  expect(early.told).toEqual([session.sessionId]);
  const late = await follower();
  expect(late.revoked.has(session)).toBe(true);
  expect(late.revoked.has(sessionThatEndsIn(600))).toBe(false);
});

it('goes on after Redis was restarted, and after old sign-outs were trimmed away', async () => {
  const { revoked } = await follower();
  await server.restart();
  await whenReady(writing, AbortSignal.timeout(10_000));
  const own = new RevokedSessions();
  const appender = new Appender(writing, KEY);
  await own.add(sessionThatEndsIn(600), appender);
  await writing.xtrim(KEY, 'MAXLEN', 0);
  const session = sessionThatEndsIn(600);
  await own.add(session, appender);
  await expect.poll(() => revoked.has(session), { timeout: 20_000 }).toBe(true);
});

it('leaves out what makes no sense and what has ended by itself', async () => {
  await writing.xadd(KEY, '*', 'sessionId', 'no id', 'expiresAt', 'never');
  await writing.xadd(KEY, '*', 'nonsense', 'x');
  const over = sessionThatEndsIn(-10);
  const appender = new Appender(writing, KEY);
  await new RevokedSessions().add(over, appender);
  const session = sessionThatEndsIn(600);
  await new RevokedSessions().add(session, appender);
  const { revoked, told } = await follower();
  expect(revoked.has(session)).toBe(true);
  expect(told).toContain(session.sessionId);
  expect(told).not.toContain(over.sessionId);
});

it('is not done when Redis cannot be reached, and says so', async () => {
  const away = connectRedis('redis://127.0.0.1:1', () => {});
  const revoked = new RevokedSessions();
  const session = sessionThatEndsIn(600);
  expect(await revoked.add(session, new Appender(away, KEY))).toMatchObject({ outcome: 'refused' });
  expect(revoked.has(session)).toBe(false);
  away.disconnect();
});
