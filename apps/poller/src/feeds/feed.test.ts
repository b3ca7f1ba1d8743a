import { expect, test } from 'vitest';
import type { Tick } from '../relay/check-tick.ts';
import { testSettings } from '../testing/test-instruments.ts';
import { backpackKlines } from '../venues/venue-klines.ts';
import { Feed } from './feed.ts';

const NOW = 1_795_000_000_000;

/** A feed that is given messages by hand, and what became of them. */
function feedOf() {
  const ticks: Tick[] = [];
  const errors: unknown[] = [];
  let nowMs = NOW;
  let updateId = 0;
  const ignore = () => {};
  const feed = new Feed({
    venue: {
      ...{ name: 'backpack', url: 'ws://127.0.0.1:1', symbolOf: (asset) => asset },
      ...{ streamOf: (symbol) => symbol, sourceOf: () => 'backpack' },
      ...{ restUrl: 'http://127.0.0.1:1', klines: backpackKlines, pastSource: 'backpack' },
    },
    ...{ maxLagMs: 2_000, nowMs: () => nowMs, onTick: (tick) => ticks.push(tick) },
    ...{ onDropped: ignore, onRounded: ignore, onConnected: ignore },
    logger: { info: ignore, warn: ignore, error: (error: unknown) => errors.push(error) },
  });
  feed.follow(testSettings('SOL_USDC'));
  const take = (atMs: number, bid: string, T: unknown) => {
    nowMs = NOW + atMs;
    updateId += 1;
    feed.receive(JSON.stringify({ s: 'SOL_USDC', b: bid, a: bid, u: updateId, T }));
    return ticks.at(-1);
  };
  return { feed, errors, take, timeAt: (atMs: number) => (NOW + atMs) * 1_000 };
}

test('a price whose time is far ahead goes on without it, and those behind it with theirs', () => {
  const { take, timeAt } = feedOf();
  for (let atMs = 0; atMs <= 10_000; atMs += 1_000) take(atMs, '150.00', timeAt(atMs));
  expect(take(11_000, '140.00', timeAt(611_000))).toMatchObject({ bid: '140.00', exchangeTime: undefined });
  expect(take(12_000, '140.10', timeAt(12_000))).toMatchObject({ bid: '140.10', exchangeTime: timeAt(12_000) });
});

test('at the start no time goes on until ten seconds of them agree, since the first may be wrong', () => {
  const { take, timeAt } = feedOf();
  expect(take(0, '140.00', timeAt(600_000))).toMatchObject({ bid: '140.00', exchangeTime: undefined });
  for (let atMs = 1_000; atMs <= 10_000; atMs += 1_000) take(atMs, '150.00', timeAt(atMs));
  expect(take(11_000, '140.10', timeAt(11_000))).toMatchObject({ bid: '140.10', exchangeTime: timeAt(11_000) });
});

test('a time that agrees with the clock of this machine goes on from the first price on', () => {
  const now = Date.now() * 1_000;
  expect(feedOf().take(0, '140.00', now)).toMatchObject({ bid: '140.00', exchangeTime: now });
  for (const wrong of [now - 60_000_000, now + 60_000_000])
    expect(feedOf().take(0, '140.00', wrong)).toMatchObject({ bid: '140.00', exchangeTime: undefined });
});

test('of refusals without end the log has some, with the words of the venue', () => {
  const { feed, errors } = feedOf();
  for (let number = 0; number < 1_000; number++) expect(feed.receive(`no ${number}`)).toBe('refusal');
  expect(errors).toHaveLength(20);
  expect(errors[0]).toEqual({ venue: 'backpack', said: 'no 0' });
});
