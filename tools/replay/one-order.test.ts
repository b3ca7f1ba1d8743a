import { Core } from '@fulcrum/cfd';
import { JournalGaps, toJournalLine } from '@fulcrum/journal';
import { expect, test } from 'vitest';
import { replayLines } from './journal-replay.ts';
import { OrderStory } from './one-order.ts';

const USER = 'aaaaaaaa-0000-4000-8000-000000000001';
const ORDER = '00000000-0000-4000-8000-000000000001';
const settings = { priceDecimals: 2, quantityDecimals: 3, minQuantity: '0.001', maxQuantity: '10' };
const instrument = (asset: string) => ({ asset, ...settings, maxLeverage: 10, maxQuoteAgeMs: 60_000, maxJumpBps: 500 });
const tick = (asset: string, price: string) => ['price-update', { asset, bid: price, ask: price }] as const;

const LOG = [
  ['set-instrument', instrument('GOLD')],
  ['set-instrument', instrument('SILVER')],
  ['create-account', { requestId: 'a', userId: USER, deposit: '1000' }],
  tick('GOLD', '100.00'),
  tick('SILVER', '10.00'),
  tick('GOLD', '200.00'),
  tick('GOLD', '100.00'),
  [
    'create-order',
    { requestId: 'o', orderId: ORDER, userId: USER, asset: 'GOLD', side: 'buy', quantity: '1', leverage: 2 },
  ],
  tick('SILVER', '1.00'),
  tick('GOLD', '1.00'),
  tick('GOLD', '100.00'),
  tick('GOLD', '40.00'),
  tick('GOLD', '41.00'),
  tick('GOLD', '1.00'),
] as const;

async function* lines() {
  for (const [at, [type, data]] of LOG.entries())
    yield toJournalLine({ id: `1000-${at}`, type, data: JSON.stringify(data) });
}

test('the story of an order has the prices of its asset that were held and released while it was open', async () => {
  const story = new OrderStory(ORDER);
  const told: string[] = [];
  for await (const replayed of replayLines(Core.empty(), lines(), new JournalGaps())) {
    const { events } = story.next(replayed);
    for (const event of events) told.push(event.type === 'price-released' ? event.outcome : event.type);
  }
  expect(told).toEqual(['created', 'price-held', 'dropped', 'price-held', 'confirmed', 'closed']);
});

test('an order that never was has no story, whatever is held', async () => {
  const story = new OrderStory(USER);
  for await (const replayed of replayLines(Core.empty(), lines(), new JournalGaps()))
    expect(story.next(replayed)).toEqual({ events: [], isOwn: false });
});
