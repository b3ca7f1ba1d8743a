import { type EventJson, type JsonEvent, printEvent, readCommand } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { listedCore } from '../testing/listed-core.ts';
import { maxOrder, presentPrice } from './max-order.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const ben = '00000000-0000-4000-8000-000000000002';

function trading() {
  const core = listedCore();
  let requests = 0;
  const apply = (type: string, data: object): JsonEvent[] => {
    requests += 1;
    return core.apply(readCommand(type, JSON.stringify({ requestId: String(requests), ...data })), 1).map(printEvent);
  };
  const figures = () => core.reads.market('SOL_USDC') ?? expect.fail('there is the market');
  return { core, apply, figures };
}

test.each([8, 37, 99.99, 104.31, 4_999.99])(
  'at %d an order for the most is accepted, and no order for more',
  (price) => {
    const { apply, figures } = trading();
    apply('create-account', {
      userId: ada,
      deposits: [
        ['USDC', '1234.567891'],
        ['SOL', '7.129'],
      ],
    });
    const order = (side: 'buy' | 'sell', quantity: number) => {
      const text = { price: price.toFixed(2), quantity: (quantity / 100).toFixed(2) };
      const placed = apply('place-order', { userId: ada, market: 'SOL_USDC', side, orderType: 'limit', ...text });
      const [outcome] = placed as [EventJson<'accepted'> | EventJson<'rejected'>];
      return outcome.type === 'accepted' ? 'accepted' : outcome.code;
    };
    const free = { base: 712_900_000, quote: 1_234_567_891 };
    for (const side of ['buy', 'sell'] as const) {
      const most = maxOrder(figures(), side, Math.round(100 * price), free);
      expect([order(side, most + 1), order(side, most)]).toEqual(['INSUFFICIENT_FUNDS', 'accepted']);
      apply('cancel-orders', { userId: ada, market: 'SOL_USDC' });
    }
  },
);

test('it is nothing where it is too small for an order, and no more than an order may be for', () => {
  const { settings } = trading().figures();
  const figures = { ...trading().figures(), settings: { ...settings, minQuantity: 5, stepSize: 2, maxQuantity: 90 } };
  const most = (quantity: number) => maxOrder(figures, 'sell', 1, { base: quantity * settings.lotUnits, quote: 0 });
  expect([0, 4, 5, 7, 8, 1_000].map(most)).toEqual([0, 0, 0, 6, 8, 90]);
});

test('an order without a price is at the best one of the other side, or the last', () => {
  const { apply, figures } = trading();
  const present = () => (['buy', 'sell'] as const).map((side) => presentPrice(figures(), side));
  expect(present()).toEqual([undefined, undefined]);
  for (const userId of [ada, ben])
    apply('create-account', {
      userId,
      deposits: [
        ['USDC', '1000'],
        ['SOL', '10'],
      ],
    });
  const place = (userId: string, side: string, price: string) =>
    apply('place-order', { userId, market: 'SOL_USDC', side, orderType: 'limit', price, quantity: '1' });
  place(ada, 'sell', '50.00');
  expect(present()).toEqual([5_000, undefined]);
  place(ben, 'buy', '50.00');
  expect(present()).toEqual([5_000, 5_000]);
  place(ben, 'buy', '49.00');
  expect(present()).toEqual([5_000, 4_900]);
});
