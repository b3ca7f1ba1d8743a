import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { Appender, connectRedis, type Redis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { RevokedSessions } from './revoked-sessions.ts';
import { SessionEndings } from './session-endings.ts';
import type { Session } from './session-token.ts';

const KEY = streamKeys().revoked;
/** Nothing waits that long. */
const PATIENCE_MS = 20_000;

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
  await expect.poll(() => revoked.isLoaded).toBe(true);
  return { revoked, told };
}

it('reaches processes that run and those that start later, and the own one at once', async () => {
  const early = await follower();
  const session = sessionThatEndsIn(600);
  const own = new RevokedSessions();
  expect(own.has(session)).toBe(false);
  expect(await new SessionEndings(own, new Appender(writing, KEY)).end(session, PATIENCE_MS)).toBe('everywhere');
  expect(own.has(session)).toBe(true);
  await expect.poll(() => early.revoked.has(session)).toBe(true);
  expect(early.told).toEqual([session.sessionId]);
  const late = await follower();
  expect(late.revoked.has(session)).toBe(true);
  expect(late.revoked.has(sessionThatEndsIn(600))).toBe(false);
});

it('goes on after Redis was restarted, and after old sign-outs were trimmed away', async () => {
  const { revoked } = await follower();
  await server.restart();
  await whenReady(writing, AbortSignal.timeout(10_000));
  const endings = new SessionEndings(new RevokedSessions(), new Appender(writing, KEY));
  await endings.end(sessionThatEndsIn(600), PATIENCE_MS);
  await writing.xtrim(KEY, 'MAXLEN', 0);
  const session = sessionThatEndsIn(600);
  await endings.end(session, PATIENCE_MS);
  await expect.poll(() => revoked.has(session)).toBe(true);
});

it('leaves out what makes no sense and what has ended by itself', async () => {
  await writing.xadd(KEY, '*', 'sessionId', 'no id', 'expiresAt', 'never');
  await writing.xadd(KEY, '*', 'nonsense', 'x');
  const over = sessionThatEndsIn(-10);
  const endings = new SessionEndings(new RevokedSessions(), new Appender(writing, KEY));
  await endings.end(over, PATIENCE_MS);
  const session = sessionThatEndsIn(600);
  await endings.end(session, PATIENCE_MS);
  const { revoked, told } = await follower();
  expect(revoked.has(session)).toBe(true);
  expect(told).toContain(session.sessionId);
  expect(told).not.toContain(over.sessionId);
});

it('holds here at once while Redis is held still, and everywhere when it goes on', async () => {
  const other = await follower();
  const own = new RevokedSessions();
  const redis = connectRedis(server.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  const endings = new SessionEndings(own, new Appender(redis, KEY));
  void endings.run(stopping.signal);
  const sessions = [sessionThatEndsIn(600), sessionThatEndsIn(600)] as const;
  server.hold();
  expect(await endings.end(sessions[0], 50)).toBe('here');
  expect(own.has(sessions[0])).toBe(true);
  // The answer to the first is lost for good: nobody knows whether it got in.
  redis.disconnect(true);
  expect(await endings.end(sessions[1], 50)).toBe('here');
  expect(own.has(sessions[1])).toBe(true);
  expect(endings.unwritten).toBe(2);
  expect(other.revoked.has(sessions[1])).toBe(false);
  server.letGo();
  await expect.poll(() => sessions.every((session) => other.revoked.has(session))).toBe(true);
  await expect.poll(() => endings.unwritten).toBe(0);
  redis.disconnect();
});

it('is not done at all when too many wait to be written', async () => {
  const away = connectRedis('redis://127.0.0.1:1', () => {});
  const revoked = new RevokedSessions();
  const endings = new SessionEndings(revoked, new Appender(away, KEY), 1);
  const [first, second] = [sessionThatEndsIn(600), sessionThatEndsIn(600)];
  expect(await endings.end(first, PATIENCE_MS)).toBe('here');
  expect(await endings.end(second, PATIENCE_MS)).toBe('nowhere');
  expect([revoked.has(first), revoked.has(second)]).toEqual([true, false]);
  away.disconnect();
});

it('comes back into a stream that was lost, from whoever knows of it: processes that start later know it as well', async () => {
  const { revoked } = await follower();
  const endings = new SessionEndings(revoked, new Appender(writing, KEY));
  void endings.run(stopping.signal);
  const [before, copied] = [sessionThatEndsIn(600), sessionThatEndsIn(600)];
  await endings.end(before, PATIENCE_MS);
  await expect.poll(() => revoked.missingInStream()).toEqual([]);
  await writing.del(KEY);
  // As an API learns of it from PostgreSQL.
  revoked.end(copied);
  await expect.poll(async () => (await follower()).revoked.has(copied), { timeout: PATIENCE_MS }).toBe(true);
  await expect.poll(async () => (await follower()).revoked.has(before), { timeout: PATIENCE_MS }).toBe(true);
  await expect.poll(() => revoked.missingInStream()).toEqual([]);
  await expect.poll(() => endings.unwritten).toBe(0);
  const length = await writing.xlen(KEY);
  await sleep(2_500);
  expect(await writing.xlen(KEY)).toBe(length);
});
