import { describe, expect, test } from 'vitest';
import { START_MS, type Subject, subjects } from '../../harness.ts';
import { ALICE, type OrderDesk, orderId, story, type Terms, tradingDesk } from './order-desk.ts';

/** What an order that waits meets when it is reached: by all checks of an opening, of which some were not there before. */

/** What is set while it waits. */
interface Turn {
  readonly terms?: Terms;
  readonly settings?: Terms;
  readonly account?: Terms;
  readonly held?: string;
  readonly waitMs?: number;
  readonly tick?: readonly [bid: string, ask: string];
}

/** A turn that cancels the order, and one a step beside that does not. */
interface Fault {
  readonly code: string;
  readonly bad: Turn;
  readonly good: Turn;
}

const PAUSE = { account: { pausedUntil: START_MS + 1 } };

/** What concerns both sides alike. */
const rights: readonly Fault[] = [
  { code: 'account_restricted', bad: { account: { rights: 'close_only' } }, good: { account: { rights: 'full' } } },
  { code: 'account_restricted', bad: { account: { rights: 'none' } }, good: { account: { rights: 'full' } } },
  { code: 'account_restricted', bad: PAUSE, good: { ...PAUSE, waitMs: 1 } },
];
const settings: readonly Fault[] = [
  { code: 'close_only', bad: { settings: { mode: 'close_only' } }, good: { settings: { mode: 'open' } } },
  { code: 'invalid_quantity', bad: { settings: { minQuantity: '1.001' } }, good: { settings: { minQuantity: '1' } } },
  { code: 'invalid_quantity', bad: { settings: { maxQuantity: '0.999' } }, good: { settings: { maxQuantity: '1' } } },
  { code: 'invalid_leverage', bad: { settings: { maxLeverage: 9 } }, good: { settings: { maxLeverage: 10 } } },
];

/** Of an order of an ounce at 1:10, which opens a whole price worse than it waited for. */
const SIDES = [
  {
    ...{ side: 'buy', price: '105', tick: ['104.9', '106.0'], openPrice: '106.0' },
    own: [
      fault('invalid_take_profit', { takeProfit: '106.0' }, { takeProfit: '106.1' }),
      fault('invalid_stop_loss', { stopLoss: '104.9' }, { stopLoss: '104.8' }),
      fault('slippage_exceeded', { maxSlippageBps: 95 }, { maxSlippageBps: 96 }),
      limit('105.999999', '106'),
      // At 1:100 the margin of 1.06 is called when 1.007 are lost.
      { code: 'immediate_liquidation', ...spread({ leverage: 100 }, ['104.9', '106.0'], ['105.0', '106.0']) },
      { code: 'insufficient_balance', bad: { held: '989.400001' }, good: { held: '989.4' } },
    ],
  },
  {
    ...{ side: 'sell', price: '95', tick: ['94.0', '95.1'], openPrice: '94.0' },
    own: [
      fault('invalid_take_profit', { takeProfit: '94.0' }, { takeProfit: '93.9' }),
      fault('invalid_stop_loss', { stopLoss: '95.1' }, { stopLoss: '95.2' }),
      fault('slippage_exceeded', { maxSlippageBps: 105 }, { maxSlippageBps: 106 }),
      limit('93.999999', '94'),
      // Of the margin of 0.94, 0.893.
      { code: 'immediate_liquidation', ...spread({ leverage: 100 }, ['94.0', '94.9'], ['94.0', '94.8']) },
      { code: 'insufficient_balance', bad: { held: '990.600001' }, good: { held: '990.6' } },
    ],
  },
] as const;

function fault(code: string, bad: Terms, good: Terms): Fault {
  return { code, bad: { terms: bad }, good: { terms: good } };
}

function limit(bad: string, good: string): Fault {
  const of = (maxNotional: string) => ({ account: { limits: { maxNotional } } });
  return { code: 'position_limit', bad: of(bad), good: of(good) };
}

function spread(terms: Terms, bad: NonNullable<Turn['tick']>, good: NonNullable<Turn['tick']>) {
  return { bad: { terms, tick: bad }, good: { terms, tick: good } };
}

const faultsOf = ({ own }: (typeof SIDES)[number]): Fault[] => [...rights, ...settings, ...own];
const each = SIDES.flatMap((place) => faultsOf(place).map((fault) => ({ place, side: place.side, ...fault })));
const pairs = SIDES.flatMap((place) =>
  faultsOf(place).flatMap((first, index, all) =>
    all
      .slice(index + 1)
      .filter(({ code, bad }) => code !== first.code && areApart(first.bad, bad))
      .map((second) => ({ place, side: place.side, first, second })),
  ),
);

/** Whether neither takes back what the other sets. */
function areApart(one: Turn, other: Turn): boolean {
  const names = ({ terms = {}, settings = {}, account = {} }: Turn) =>
    Object.keys({ ...terms, ...settings, ...account });
  return names(one).every((name) => !names(other).includes(name));
}

/** A desk where the order waits, and what the tick brings that reaches it. A turn that is the only one may bring its own tick. */
function reached(make: () => Subject, { side, price, tick }: (typeof SIDES)[number], turns: readonly Turn[]) {
  const desk = tradingDesk(make);
  const all = (name: 'terms' | 'settings' | 'account') => Object.assign({}, ...turns.map((turn) => turn[name] ?? {}));
  expect(desk.tryToEnter(1, side, { orderType: 'stop', price, ...all('terms') })).toBe('placed');
  desk.setInstrument({ priceDecimals: 1, ...all('settings') });
  desk.send('set-account', { userId: ALICE, ...all('account') });
  for (const { held, waitMs = 0 } of turns) {
    if (held !== undefined) desk.send('hold', { transferId: orderId(99), userId: ALICE, amount: held });
    desk.wait(waitMs);
  }
  return { desk, events: desk.tick(...(turns.length === 1 ? (turns[0]?.tick ?? tick) : tick)) };
}

function expectEnded(desk: OrderDesk, tick: readonly [string, string]): void {
  expect([desk.statusOf(1), desk.tick(...tick)]).toEqual(['cancelled', []]);
  expect(desk.account()).toMatchObject({ usedMargin: '0.000000', orders: [] });
  expect(desk.account()).not.toHaveProperty('pendingOrders');
}

describe.each(subjects)('orders that are reached (%s)', (_, make) => {
  test.each(SIDES)('where nothing is wrong a $side opens at $openPrice', (place) => {
    const { events } = reached(make, place, []);
    expect(events).toMatchObject([{ type: 'created', requestId: null, slippage: '1.0', openPrice: place.openPrice }]);
  });

  test.each(each)('a $side: $bad cancels it with $code, and $good does not', ({ place, code, bad, good }) => {
    const { desk, events } = reached(make, place, [bad]);
    expect(events).toMatchObject([{ type: 'cancelled', requestId: null, orderId: orderId(1), userId: ALICE, code }]);
    expectEnded(desk, place.tick);
    expect(story(reached(make, place, [good]).events)).toEqual(['1 created']);
  });

  test.each(pairs)('a $side: $first.code comes before $second.code', ({ place, first, second }) => {
    const { events } = reached(make, place, [first.bad, second.bad]);
    expect(story(events)).toEqual([`1 cancelled ${first.code}`]);
  });

  test.each(SIDES)('a $side closes in the place of its opening, behind what was opened while it waited', (place) => {
    const desk = tradingDesk(make);
    const stopLoss = place.side === 'buy' ? '97.0' : '102.0';
    desk.enter(1, place.side, { orderType: 'stop', price: place.price, stopLoss });
    desk.enter(2, place.side, { stopLoss });
    expect(story(desk.tick(...place.tick))).toEqual(['1 created']);
    expect(story(desk.price(stopLoss))).toEqual(['2 closed stop_loss', '1 closed stop_loss']);
  });
});
