import { beforeEach, expect, test } from 'vitest';
import { AssetWatch } from './asset-watch.ts';

let watch: AssetWatch;
let remedies: string[];

beforeEach(() => {
  [watch, remedies] = [new AssetWatch(), []];
  for (const asset of ['BTC', 'ETH']) watch.follow(asset, 15_000, 0);
});

/** Goes from one second to another, and lets some assets tick in each. */
function run(fromS: number, toS: number, ...ticking: string[]): string[] {
  remedies = [];
  for (let second = fromS; second <= toS; second++) {
    for (const asset of ticking) watch.ticker(asset, second * 1_000);
    const remedy = watch.remedy(second * 1_000);
    if (remedy.do === 'connect') watch.connected(second * 1_000);
    if (remedy.do !== 'nothing') remedies.push(`${second} ${remedy.do} ${remedy.asset ?? 'all'}`);
  }
  return remedies;
}

test('nothing happens while all tick', () => {
  expect(run(1, 60, 'BTC', 'ETH')).toEqual([]);
});

test('one that falls silent is subscribed to again, then connected to again, less and less often', () => {
  expect(run(1, 140, 'ETH')).toEqual([...['16 subscribe BTC', '32 connect BTC', '63 subscribe BTC', '94 connect BTC']]);
  expect(run(141, 200, 'BTC', 'ETH')).toEqual([]);
  expect(run(201, 216, 'ETH')).toEqual(['216 subscribe BTC']);
});

test('when all are silent there is nothing to subscribe to', () => {
  expect(run(1, 40)).toEqual(['16 connect all', '32 connect all']);
});

test('nobody waits for a closed asset, and longer for one whose quotes may be older', () => {
  watch.follow('BTC', undefined, 0);
  expect(run(1, 60, 'ETH')).toEqual([]);
  watch.follow('BTC', 100_000, 60_000);
  expect(run(61, 101, 'ETH')).toEqual(['101 subscribe BTC']);
});
