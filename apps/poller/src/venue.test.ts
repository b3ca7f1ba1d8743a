import { readConfig } from '@fulcrum/service';
import { expect, test } from 'vitest';
import { pollerConfig } from './config.ts';
import { INSTRUMENTS } from './instruments.ts';
import { sourcesOf, subscription, venueOf } from './venue.ts';

const REDIS_URL = 'redis://127.0.0.1:6379';
const venue = (env: Record<string, string> = {}) =>
  venueOf(readConfig(pollerConfig, { REDIS_URL, ...env }), INSTRUMENTS.keys());

test('without a word about it the prices come from the venue of this house', () => {
  expect(venue()).toMatchObject({ name: 'local', url: 'ws://127.0.0.1:9080', silenceMs: 10_000 });
  expect(sourcesOf(venue())).toEqual({ BTC_USDC: 'recorded', ETH_USDC: 'simulated', SOL_USDC: 'simulated' });
});

test('Backpack has our names', () => {
  const backpack = venue({ PRICE_SOURCE: 'backpack' });
  expect(backpack).toMatchObject({ url: 'wss://ws.backpack.exchange', silenceMs: 30_000 });
  expect(JSON.parse(subscription(backpack))).toMatchObject({
    method: 'SUBSCRIBE',
    params: ['bookTicker.BTC_USDC', 'bookTicker.ETH_USDC', 'bookTicker.SOL_USDC'],
  });
  expect(sourcesOf(backpack)).toMatchObject({ BTC_USDC: 'backpack', SOL_USDC: 'backpack' });
});

test('Binance has names of its own', () => {
  const binance = venue({ PRICE_SOURCE: 'binance' });
  expect(binance).toMatchObject({ url: 'wss://stream.binance.com:9443/ws', silenceMs: 30_000 });
  expect(Object.fromEntries(binance.symbols)).toEqual({
    BTC_USDC: 'BTCUSDT',
    ETH_USDC: 'ETHUSDT',
    SOL_USDC: 'SOLUSDT',
  });
  expect(JSON.parse(subscription(binance))).toEqual({
    method: 'SUBSCRIBE',
    params: ['btcusdt@bookTicker', 'ethusdt@bookTicker', 'solusdt@bookTicker'],
    id: 1,
  });
  expect(sourcesOf(binance)).toMatchObject({ BTC_USDC: 'binance' });
});

test('a venue may be elsewhere', () => {
  expect(venue({ EXCHANGE_URL: 'ws://exchange:9080' }).url).toBe('ws://exchange:9080');
  expect(venue({ PRICE_SOURCE: 'binance', BINANCE_URL: 'wss://example.com/ws' }).url).toBe('wss://example.com/ws');
});

test('every wrong setting is named', () => {
  const wrong = { PRICE_SOURCE: 'nasdaq', EXCHANGE_URL: 'http://exchange' };
  for (const name of ['REDIS_URL', 'PRICE_SOURCE', 'EXCHANGE_URL'])
    expect(() => readConfig(pollerConfig, wrong)).toThrow(`${name}: `);
});
