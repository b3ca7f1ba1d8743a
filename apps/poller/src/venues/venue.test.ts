import { type PriceSource, readConfig } from '@fulcrum/service';
import { expect, test } from 'vitest';
import { pollerConfig } from '../config.ts';
import { subscription, venueOf } from './venue.ts';

const SERVERS = { REDIS_URL: 'redis://127.0.0.1:6379', DATABASE_URL: 'postgresql://127.0.0.1/fulcrum' };
const config = (env: Record<string, string> = {}) => readConfig(pollerConfig, { ...SERVERS, ...env });
const venue = (name: PriceSource, env: Record<string, string> = {}) => venueOf(name, config(env));

test('without a word about it the prices come from the venue of this house', () => {
  expect(config().PRICE_SOURCE).toEqual(['local']);
  expect(venue('local')).toMatchObject({ name: 'local', url: 'ws://127.0.0.1:9080' });
  expect(['BTC_USDC', 'ETH_USDC'].map(venue('local').sourceOf)).toEqual(['recorded', 'simulated']);
});

test('nothing of a scenario is said to be recorded', () => {
  const { sourceOf } = venue('local', { SCENARIO: 'crash' });
  expect(['BTC_USDC', 'ETH_USDC'].map(sourceOf)).toEqual(['simulated', 'simulated']);
});

test('several sources are named in the order of preference', () => {
  expect(config({ PRICE_SOURCE: 'backpack, binance' }).PRICE_SOURCE).toEqual(['backpack', 'binance']);
  for (const PRICE_SOURCE of ['backpack,', 'binance,binance', 'nasdaq'])
    expect(() => config({ PRICE_SOURCE })).toThrow('PRICE_SOURCE');
});

test('Backpack has our names', () => {
  const backpack = venue('backpack');
  expect(backpack.url).toBe('wss://ws.backpack.exchange');
  expect(JSON.parse(subscription(backpack, ['BTC_USDC', 'ETH_USDC'], 7))).toEqual({
    ...{ method: 'SUBSCRIBE', params: ['bookTicker.BTC_USDC', 'bookTicker.ETH_USDC'], id: 7 },
  });
  expect(backpack.sourceOf('BTC_USDC')).toBe('backpack');
});

test('Binance has names of its own', () => {
  const binance = venue('binance');
  expect(binance.url).toBe('wss://stream.binance.com:9443/ws');
  expect(['BTC_USDC', 'GOLD_EUR', 'a_USDC'].map(binance.symbolOf)).toEqual(['BTCUSDT', undefined, undefined]);
  expect(JSON.parse(subscription(binance, ['BTCUSDT'], 1)).params).toEqual(['btcusdt@bookTicker']);
});

test('a venue may be elsewhere', () => {
  expect(venue('local', { EXCHANGE_URL: 'ws://exchange:9080' }).url).toBe('ws://exchange:9080');
  expect(venue('binance', { BINANCE_URL: 'wss://example.com/ws' }).url).toBe('wss://example.com/ws');
});

test('every wrong setting is named', () => {
  const wrong = { PRICE_SOURCE: 'nasdaq', EXCHANGE_URL: 'http://exchange', MAX_FEED_LAG_MS: '0' };
  for (const name of ['REDIS_URL', 'DATABASE_URL', 'PRICE_SOURCE', 'EXCHANGE_URL', 'MAX_FEED_LAG_MS'])
    expect(() => readConfig(pollerConfig, wrong)).toThrow(new RegExp(`  ${name}(\\.\\d+)?: `));
});
