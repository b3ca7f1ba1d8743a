import type { AppendOutcome } from '@fulcrum/streams';
import { beforeEach, expect, test } from 'vitest';
import { AssetRelay } from './asset-relay.ts';
import type { Tick } from './check-tick.ts';

/** A Redis that answers when the test says so. */
let answers: ((result: AppendOutcome) => void)[];
let engine: string[];
let screens: string[];
let relayed: string[];
let dropped: string[];
let nowMs: number;
let relay: AssetRelay;

const APPENDED: AppendOutcome = { outcome: 'appended', id: '1-1' };

beforeEach(() => {
  [answers, engine, screens, relayed, dropped, nowMs] = [[], [], [], [], [], 0];
  const append = (sent: string[]) => (tick: Tick) => {
    sent.push(tick.bid);
    return new Promise<AppendOutcome>((resolve) => answers.push(resolve));
  };
  relay = new AssetRelay({
    toEngine: append(engine),
    toScreens: append(screens),
    onRelayed: ({ bid }, stream) => relayed.push(`${stream} ${bid}`),
    onDropped: (reason) => dropped.push(reason),
    nowMs: () => nowMs,
  });
});

const tick = (bid: string, bidQuantity = '1'): Tick => ({
  ...{ asset: 'BTC_USDC', bid, bidQuantity, ask: '200.00', askQuantity: '1', exchangeTime: undefined },
  source: 'test',
});

/** Redis answers everything that is on its way; what follows from it happens. */
async function answer(result: AppendOutcome = APPENDED): Promise<void> {
  for (const resolve of answers.splice(0)) resolve(result);
  await new Promise(setImmediate);
}

test('a tick goes to both streams', async () => {
  relay.offer(tick('100.00'));
  await answer();
  expect(relayed).toEqual(['engine 100.00', 'price 100.00']);
  expect(dropped).toEqual([]);
});

test('while one is on its way newer ones replace each other, and only the latest follows', async () => {
  for (const bid of ['100.00', '101.00', '102.00', '103.00']) relay.offer(tick(bid));
  expect(engine).toEqual(['100.00']);
  expect(dropped).toEqual(['replaced', 'replaced']);
  await answer();
  expect(engine).toEqual(['100.00', '103.00']);
  await answer();
  expect(relayed).toEqual(['engine 100.00', 'price 100.00', 'engine 103.00', 'price 103.00']);
});

test('one that only repeats what was on its way is not sent after it', async () => {
  relay.offer(tick('100.00'));
  relay.offer(tick('100.00'));
  await answer();
  expect(engine).toEqual(['100.00']);
  expect(dropped).toEqual(['repeated']);
});

test('other quantities go to the screens only', async () => {
  relay.offer(tick('100.00'));
  await answer();
  nowMs += 250;
  relay.offer(tick('100.00', '2'));
  await answer();
  expect([engine, screens]).toEqual([['100.00'], ['100.00', '100.00']]);
});

test.each([
  ['refused', 'refused'],
  ['unknown', 'unknown_outcome'],
] as const)('a tick whose append is %s is not sent again, and does not hold back the next', async (outcome, reason) => {
  relay.offer(tick('100.00'));
  await answer({ outcome, reason: 'because' });
  expect(dropped).toEqual([reason]);
  expect(engine).toEqual(['100.00']);
  nowMs += 5;
  relay.offer(tick('100.00'));
  await answer();
  expect(engine).toEqual(['100.00', '100.00']);
  expect(relayed).toEqual(['engine 100.00', 'price 100.00']);
});

test('one that waited too long is not relayed as if it were news', async () => {
  relay.offer(tick('100.00'));
  relay.offer(tick('101.00'));
  nowMs += 2_001;
  await answer();
  expect(engine).toEqual(['100.00']);
  expect(dropped).toEqual(['late']);
  relay.offer(tick('102.00'));
  expect(engine).toEqual(['100.00', '102.00']);
});

test('it is settled when nothing is on its way any more', async () => {
  await relay.settled();
  let isSettled = false;
  relay.offer(tick('100.00'));
  relay.offer(tick('101.00'));
  void relay.settled().then(() => {
    isSettled = true;
  });
  await answer();
  expect(isSettled).toBe(false);
  await answer();
  expect(isSettled).toBe(true);
});
