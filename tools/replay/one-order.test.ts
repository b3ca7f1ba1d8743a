import { Core, type Event } from '@fulcrum/cfd';
import { JournalGaps, toJournalLine } from '@fulcrum/journal';
import { expect, test } from 'vitest';
import { replayLines } from './journal-replay.ts';
import { OrderStory, peopleIn, sumsOf } from './one-order.ts';

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

async function* linesOf(log: readonly (readonly [type: string, data: object])[]) {
  for (const [at, [type, data]] of log.entries())
    yield toJournalLine({ id: `1000-${at}`, type, data: JSON.stringify(data) });
}

test('the story of an order has the prices of its asset that were held and released while it was open', async () => {
  const story = new OrderStory(ORDER);
  const told: string[] = [];
  for await (const replayed of replayLines(Core.empty(), linesOf(LOG), new JournalGaps())) {
    const { events } = story.next(replayed);
    for (const event of events) told.push(event.type === 'price-released' ? event.outcome : event.type);
  }
  expect(told).toEqual(['created', 'price-held', 'dropped', 'price-held', 'confirmed', 'closed']);
});

test('an order that never was has no story, whatever is held', async () => {
  const story = new OrderStory(USER);
  for await (const replayed of replayLines(Core.empty(), linesOf(LOG), new JournalGaps()))
    expect(story.next(replayed)).toEqual({ events: [], isOwn: false });
});

test('the story of a guaranteed order has the fee, and that of one that reduced has what it closed', async () => {
  const [reducing, netted] = [USER.replace('a', 'b'), ORDER];
  const own = (type: string, orderId: string, terms: object) =>
    [type, { requestId: 'q', orderId, userId: USER, asset: 'GOLD', quantity: '1', leverage: 2, ...terms }] as const;
  const log = [
    ['set-rules', { version: 6 }],
    ['set-instrument', { ...instrument('GOLD'), guaranteedStopPpm: 500 }],
    ...LOG.slice(2, 4),
    own('create-order', netted, { side: 'buy', stopLoss: '90', guaranteed: true }),
    own('create-order', reducing, { side: 'sell', reduceOnly: true }),
  ] as const;
  const told = async (orderId: string) => {
    const story = new OrderStory(orderId);
    const all: Event[] = [];
    for await (const replayed of replayLines(Core.empty(), linesOf(log), new JournalGaps()))
      all.push(...story.next(replayed).events);
    return { types: all.map(({ type }) => type), sums: all.flatMap(sumsOf) };
  };
  const closing = [
    `The order ${netted} closed by ${reducing}:`,
    'notional at open   100.00000    = 1.000 x 100.00',
    'notional at close  100.00000    = 1.000 x 100.00',
    'margin              50.000000   = notional at open / 2, rounded up',
    'pnl                  0.000000   = notional at close - open, rounded down',
    'payout              50.000000   = margin + pnl, at least 0 (closed by: netting)',
  ];
  const fee = ['notional at open   100.00000    = 1.000 x 100.00'];
  fee.push('guaranteed stop      0.050000   = notional at open x 500 / 1000000, rounded up');
  expect(await told(netted)).toEqual({ types: ['created', 'closed'], sums: [...fee, ...closing] });
  expect(await told(reducing)).toEqual({ types: ['closed', 'reduced'], sums: closing });
});

test('the story tells of prices that people set meanwhile, and of what they asked for in the owner’s place', async () => {
  const own = { requestId: 'q', orderId: ORDER, userId: USER };
  const waits = { orderType: 'limit', price: '99', asset: 'GOLD', side: 'buy', quantity: '1', leverage: 2 };
  const other = { ...own, orderId: USER, ...waits, price: '9' };
  const price = (bid: string, terms: object = {}, asset = 'GOLD') =>
    ['set-price', { requestId: 'p', asset, bid, ask: bid, ...terms }] as const;
  const log = [
    ['set-instrument', instrument('GOLD')],
    ['set-instrument', instrument('SILVER')],
    ['create-account', { requestId: 'a', userId: USER, deposit: '1000', actor: 'desk:ada' }],
    tick('GOLD', '100.00'),
    ['update-order', { ...own, actor: 'desk:old' }],
    ['set-rules', { version: 7 }],
    price('101.00'),
    ['create-order', { ...own, ...waits, actor: 'desk:ada' }],
    price('102.00', { actor: 'desk:ben' }),
    price('10.00', {}, 'SILVER'),
    tick('GOLD', '98.00'),
    ['update-order', { ...own, takeProfit: '120' }],
    ['create-order', { ...other, expiresAt: 1_000 + 5, actor: 'desk:cid' }],
    price('119.00'),
    ['close-all', { requestId: 'q', userId: USER, actor: 'desk:dot' }],
    price('130.00'),
  ] as const;
  const peopleOf = async (orderId: string) => {
    const story = new OrderStory(orderId);
    const core = Core.empty();
    const people: string[] = [];
    for await (const replayed of replayLines(core, linesOf(log), new JournalGaps()))
      people.push(...peopleIn(replayed, story.next(replayed).events, core.rulesVersion));
    return people;
  };
  expect(await peopleOf(ORDER)).toEqual([
    "1000-7: create-order was asked for by desk:ada, and not by the account's owner.",
    '1000-8: the price of GOLD was set to 102.00 / 102.00 by desk:ben.',
    '1000-13: the price of GOLD was set to 119.00 / 119.00 by hand.',
    "1000-14: close-all was asked for by desk:dot, and not by the account's owner.",
  ]);
});

test('an order whose time is over was ended by nobody, whoever asked for what stands in that entry', async () => {
  const terms = { userId: USER, asset: 'GOLD', side: 'buy', quantity: '1', leverage: 2 };
  const waits = { orderType: 'limit', price: '99', expiresAt: 1_001 };
  const log = [
    ['set-rules', { version: 7 }],
    ['set-instrument', instrument('GOLD')],
    ['create-account', { requestId: 'a', userId: USER, deposit: '1000' }],
    tick('GOLD', '100.00'),
    ['create-order', { requestId: 'q', orderId: ORDER, ...terms, ...waits }],
  ] as const;
  const last = { requestId: 'q', orderId: USER, ...terms, actor: 'desk:ada' };
  const story = new OrderStory(ORDER);
  const core = Core.empty();
  async function* lines() {
    yield* linesOf(log);
    yield toJournalLine({ id: '1001-0', type: 'create-order', data: JSON.stringify(last) });
  }
  const told: string[] = [];
  for await (const replayed of replayLines(core, lines(), new JournalGaps())) {
    const { events } = story.next(replayed);
    told.push(...events.map(({ type }) => type), ...peopleIn(replayed, events, core.rulesVersion));
  }
  expect(told).toEqual(['placed', 'cancelled']);
});
