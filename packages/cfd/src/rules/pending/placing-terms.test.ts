import { expect, it } from 'vitest';
import { Desk, GOLD, subjects } from '../../../test/harness.ts';
import { isRefusal } from '../../messages/rejection.ts';
import { parseInstrument } from '../instrument.ts';
import { type PlacingRequest, previewPlacing } from './placing-terms.ts';

const make = subjects.find(([name]) => name !== 'naive model')?.[1];

type Settings = { readonly [name: string]: unknown };

function desk(settings: Settings): Desk {
  if (make === undefined) throw new Error('there is a core to test');
  const trader = new Desk(make());
  trader.send('set-rules', { version: 6 });
  trader.setInstrument(settings);
  trader.deposit('1000');
  trader.tick('100.00', '100.20');
  return trader;
}

const base = { side: 'buy', orderType: 'limit', price: '99.00', quantity: '1', leverage: 10 } as const;

const CASES: readonly [what: string, Partial<PlacingRequest>, settings?: Settings][] = [
  ['a limit below the ask', {}],
  ['a limit at the ask', { price: '100.20' }],
  ['a stop below the ask', { orderType: 'stop' }],
  ['a stop one step above the ask', { orderType: 'stop', price: '100.21' }],
  ['a sell stop at the bid', { side: 'sell', orderType: 'stop', price: '100.00' }],
  ['a price off the grid', { price: '99.001' }],
  ['no price', { price: '' }],
  ['a quantity off the grid', { quantity: '0.0000001' }],
  ['too much leverage', { leverage: 1_000_000 }],
  ['a take-profit at its price', { takeProfit: '99.00' }],
  ['a stop-loss at its price', { stopLoss: '99.00' }],
  ['a stop-loss between its price and the market', { stopLoss: '99.50' }],
  ['a distance of nothing', { trailingDistance: '0' }],
  ['a distance', { trailingDistance: '2.00' }],
  ['the past as its end', { expiresAt: 1 }],
  ['a guarantee that is not offered', { stopLoss: '90', guaranteed: true }],
  ['a guarantee', { stopLoss: '90', guaranteed: true }, { guaranteedStopPpm: 1_000 }],
  ['a market that takes nothing new', {}, { mode: 'close_only' }],
];

it.each(CASES)('says of %s what the engine says', (_what, changes, settings: Settings = {}) => {
  const trader = desk(settings);
  const instrument = parseInstrument({ ...GOLD, ...settings });
  if (typeof instrument === 'string') throw new Error(instrument);
  const request: PlacingRequest = { ...base, ...changes };
  const quote = { bid: 10_000, ask: 10_020, time: trader.nowMs };
  const outcome = previewPlacing(request, { instrument, quote, now: trader.nowMs });
  const { side, ...terms } = request;
  expect(isRefusal(outcome) ? outcome.code : 'placed').toBe(trader.tryToOpen(side, terms));
});

it('works out what the order would open at its price', () => {
  const trader = desk({});
  const instrument = parseInstrument({ ...GOLD, guaranteedStopPpm: 1_000 });
  if (typeof instrument === 'string') throw new Error(instrument);
  const quote = { bid: 10_000, ask: 10_020, time: trader.nowMs };
  const request: PlacingRequest = { ...base, stopLoss: '90', guaranteed: true };
  expect(previewPlacing(request, { instrument, quote, now: trader.nowMs })).toMatchObject({
    ...{ openPrice: 9_900, margin: 9_900_000n, stopLoss: 9_000, fee: 99_000n },
  });
});
