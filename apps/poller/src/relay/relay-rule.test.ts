import { beforeEach, describe, expect, test } from 'vitest';
import { RelayRule } from './relay-rule.ts';

const book = (bid: string, bidQuantity = '1', ask = '101', askQuantity = '1') => ({
  bid,
  bidQuantity,
  ask,
  askQuantity,
});

let rule: RelayRule;
beforeEach(() => {
  rule = new RelayRule();
});

/** Offers a tick as a relay does whose appends always succeed. */
function offer(tick: ReturnType<typeof book>, nowMs: number) {
  const receivers = rule.receivers(tick, nowMs);
  if (receivers === 'all') rule.engineHas(tick, nowMs);
  if (receivers !== 'nobody') rule.screensHave(tick, nowMs);
  return receivers;
}

test('a changed price is relayed at once, however often it changes', () => {
  expect(offer(book('100'), 0)).toBe('all');
  expect(offer(book('99'), 0)).toBe('all');
  expect(offer(book('99', '1', '102'), 1)).toBe('all');
  expect(offer(book('100'), 1)).toBe('all');
});

test('a price that stays is repeated once a second, counted from the last relayed tick', () => {
  offer(book('100'), 0);
  expect(offer(book('100'), 999)).toBe('nobody');
  expect(offer(book('100'), 1_000)).toBe('all');
  expect(offer(book('100'), 1_999)).toBe('nobody');
  expect(offer(book('101'), 1_999)).toBe('all');
  expect(offer(book('101'), 2_998)).toBe('nobody');
  expect(offer(book('101'), 2_999)).toBe('all');
});

describe('other quantities', () => {
  test('go to the screens four times a second, and to the engine with the repetition', () => {
    offer(book('100'), 0);
    const told = Array.from({ length: 200 }, (_, index) => offer(book('100', `${index + 2}`), index * 10));
    const at = (receivers: string) => told.flatMap((given, index) => (given === receivers ? [index * 10] : []));
    expect(at('screens')).toEqual([250, 500, 750, 1_250, 1_500, 1_750]);
    expect(at('all')).toEqual([1_000]);
  });

  test('of either side count', () => {
    offer(book('100'), 0);
    expect(offer(book('100', '2'), 249)).toBe('nobody');
    expect(offer(book('100', '2'), 250)).toBe('screens');
    expect(offer(book('100', '2'), 500)).toBe('nobody');
    expect(offer(book('100', '2', '101', '3'), 500)).toBe('screens');
  });
});

test('what a stream does not have for certain is offered again', () => {
  expect(rule.receivers(book('100'), 0)).toBe('all');
  expect(rule.receivers(book('100'), 1)).toBe('all');
  rule.engineHas(book('100'), 1);
  expect(rule.receivers(book('100'), 2)).toBe('screens');
  rule.screensHave(book('100'), 2);
  expect(rule.receivers(book('100'), 3)).toBe('nobody');
});

test('a clock that was set back silences nobody', () => {
  offer(book('100'), 1_000_000);
  expect(offer(book('100'), 5)).toBe('all');
  expect(offer(book('100'), 6)).toBe('nobody');
});
