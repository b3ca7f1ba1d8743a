import { expect, test } from 'vitest';
import { Prices } from './prices.ts';

const tick = (bid: string) => ({
  ...{ asset: 'BTC', bid, bidQuantity: '1', ask: '99', askQuantity: '1', exchangeTime: '', source: 'test' },
});

test('entries that are read again after a new start change nothing', () => {
  const prices = new Prices(() => {});
  const sent: string[] = [];
  prices.apply({ id: '5-0', fields: tick('10') });
  prices.subscribe('BTC', { sendLatest: (_stream, frame) => sent.push(JSON.parse(frame.toString()).data.b) });
  for (const [id, bid] of [
    ['4-0', '8'],
    ['5-0', '9'],
    ['5-1', '11'],
  ] as const)
    prices.apply({ id, fields: tick(bid) });
  expect(sent).toEqual(['10', '11']);
});
