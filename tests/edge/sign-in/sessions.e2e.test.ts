import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AppProcess } from '../../support/app-process.ts';
import type { Stack } from '../../support/stack.ts';
import { Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** A user's sessions, as they see them and end them. */

let stack: Stack;
let db: Database;
let added: AppProcess[] = [];
/** Two processes of the API, and the feed. */
let urls: [string, string];
let feedUrl: string;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  const feed = await stack.addFeed();
  const other = await stack.addApi();
  added = [feed.feed, other.api];
  await Promise.all(added.map((app) => app.start()));
  urls = [stack.apiUrls[0] ?? '', other.url];
  feedUrl = feed.url;
  db = connectDatabase(stack.devstack.postgres.url, 1);
});

afterAll(async () => {
  await db?.$disconnect();
  await Promise.all(added.map((app) => app.stop()));
});

it('lists a user’s own sessions, and ends one of them, or all others, at every process', async () => {
  const [url, elsewhere] = urls;
  const trader = await stack.trader();
  const stranger = await stack.trader();
  const [second, third] = [await Trader.signIn(url, trader.email), await Trader.signIn(url, trader.email)];
  const list = async () => (await trader.get('/auth/sessions')).body.sessions;
  const sessions = await list();
  expect(sessions.map(({ isOwn }: { isOwn: boolean }) => isOwn)).toEqual([false, false, true]);
  expect(sessions[0]).toMatchObject({ address: '127.0.0.1', userAgent: 'node', device: 'node', isByLink: true });
  const [{ sessionId }] = sessions;
  const end = (who: Trader, id: string) => who.post('/auth/sessions/end', { sessionId: id });
  for (const [who, id] of [
    [stranger, sessionId],
    [trader, randomUUID()],
  ])
    expect(await end(who, id)).toMatchObject({ status: 404, body: { code: 'unknown_session' } });
  expect((await third.get('/auth/sessions')).status).toBe(200);
  expect((await end(trader, sessionId)).status).toBe(200);
  await expect.poll(async () => (await third.at(elsewhere).get('/auth/sessions')).status).toBe(401);
  expect(await list()).toHaveLength(2);
  expect((await trader.post('/auth/sessions/end-others', undefined)).status).toBe(200);
  await expect.poll(async () => (await second.at(elsewhere).get('/auth/sessions')).status).toBe(401);
  expect(await list()).toMatchObject([{ isOwn: true }]);
  expect((await stranger.get('/auth/sessions')).status).toBe(200);
});

it('tells what each was begun with, in words of its own, and when it was used last', async () => {
  const trader = await stack.trader();
  const headers = {
    accept: 'application/json',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <b>&'.padEnd(2_000, 'x'),
  };
  const link = (await trader.post('/auth/signup', { email: trader.email })).body.devLink;
  await fetch(link, { headers });
  const before = Math.floor(Date.now() / 60_000) * 60_000;
  const startedAt = new Date(before - 3_600_000);
  await db.userSession.updateMany({ where: { userId: trader.userId }, data: { startedAt, lastUsedAt: startedAt } });
  const list = async () => (await trader.get('/auth/sessions')).body.sessions;
  const own = async () => (await list()).find(({ isOwn }: { isOwn: boolean }) => isOwn);
  const other = (await list()).find(({ isOwn }: { isOwn: boolean }) => !isOwn);
  expect(other).toMatchObject({ device: 'Firefox on Linux', lastUsedAt: startedAt.getTime() });
  expect(other.userAgent).toHaveLength(256);
  await expect.poll(async () => (await own()).lastUsedAt, { timeout: 20_000 }).toBeGreaterThanOrEqual(before);
});

it('an open WebSocket is a use of its session', async () => {
  const trader = await stack.trader();
  const socket = new WebSocket(feedUrl, { headers: { cookie: `fulcrum_session=${trader.token}` } });
  await once(socket, 'open');
  const lastUsedAt = new Date(0);
  await db.userSession.updateMany({ where: { userId: trader.userId }, data: { lastUsedAt } });
  const used = async () => (await db.userSession.findFirst({ where: { userId: trader.userId } }))?.lastUsedAt;
  await expect.poll(async () => (await used())?.getTime(), { timeout: 12_000, interval: 200 }).toBeGreaterThan(0);
  socket.close();
});
