import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stack } from '../support/stack.ts';
import { Trader } from '../support/trader.ts';

/** A user's sessions, as they see them and end them. */

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start({ apis: 2 });
});

afterAll(() => stack?.stop());

it('lists a user’s own sessions, and ends one of them, or all others, at every process', async () => {
  const [url = '', elsewhere = ''] = stack.apiUrls;
  const trader = await stack.trader();
  const stranger = await stack.trader();
  const [second, third] = [await Trader.signIn(url, trader.email), await Trader.signIn(url, trader.email)];
  const list = async () => (await trader.get('/auth/sessions')).body.sessions;
  const sessions = await list();
  expect(sessions.map(({ isOwn }: { isOwn: boolean }) => isOwn)).toEqual([false, false, true]);
  expect(sessions[0]).toMatchObject({ address: '127.0.0.1', userAgent: 'node', isByLink: true });
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
