import { setTimeout as sleep } from 'node:timers/promises';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stack } from '../support/stack.ts';
import type { Trader } from '../support/trader.ts';

/** An operator has emptied a stream by hand (`XTRIM ... MAXLEN 0`), and nothing is published meanwhile. */

let stack: Stack;
let trader: Trader;

beforeAll(async () => {
  stack = await Stack.start();
  trader = await stack.trader();
  await stack.tick('61800.20', '61800.30');
  expect((await trader.open()).status).toBe(201);
});

afterAll(() => stack?.stop());

it('an emptied callback-stream is one gap, and reads are answered behind it before the next result', async () => {
  await stack.redis.xtrim(streamKeys().callback, 'MAXLEN', 0);
  // The API finds the gap with its next look, within a second, and then begins anew.
  await sleep(3_000);
  const statuses: number[] = [];
  for (let look = 0; look < 40; look += 1) {
    statuses.push((await trader.get('/balance/me')).status);
    await sleep(100);
  }
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await trader.open()).status).toBe(201);
});
