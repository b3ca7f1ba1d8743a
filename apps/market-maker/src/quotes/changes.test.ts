import { describe, expect, it } from 'vitest';
import { canBeMissed, changesTo, type OpenOrder } from './changes.ts';
import type { Rung, Side } from './ladder.ts';

const rung = (side: Side, price: number, quantity = 10): Rung => ({ side, price, quantity });
const open = (id: string, side: Side, price: number, quantity = 10): OpenOrder => ({ id, side, price, quantity });

const WANTED = [rung('Bid', 99), rung('Bid', 90), rung('Ask', 101), rung('Ask', 110)];
const OPEN = [open('1', 'Bid', 99), open('2', 'Bid', 90), open('3', 'Ask', 101), open('4', 'Ask', 110)];
const [, ...BUT_THE_FIRST] = OPEN;

const told = (orders: readonly OpenOrder[], wanted: readonly Rung[] = WANTED) => {
  const { cancels, places } = changesTo(wanted, orders);
  return {
    cancels: cancels.map(({ id }) => id),
    places: places.map(({ side, price, replaces }) => `${side} ${price}${replaces ? ' replaces' : ''}`),
  };
};

describe('what moved', () => {
  it.each<[string, readonly OpenOrder[], object]>([
    ['nothing', OPEN, { cancels: [], places: [] }],
    ['all, at the beginning', [], { cancels: [], places: ['Bid 99', 'Ask 101', 'Bid 90', 'Ask 110'] }],
    ['one price', [open('1', 'Bid', 98), ...BUT_THE_FIRST], { cancels: ['1'], places: ['Bid 99'] }],
    ['an order that is half filled stays', [open('1', 'Bid', 99, 5), ...BUT_THE_FIRST], { cancels: [], places: [] }],
    ['one that is filled further', [open('1', 'Bid', 99, 4), ...BUT_THE_FIRST], { cancels: ['1'], places: ['Bid 99'] }],
    ['one that is far too large', [open('1', 'Bid', 99, 21), ...BUT_THE_FIRST], { cancels: ['1'], places: ['Bid 99'] }],
    ['one that is there twice', [...OPEN, open('5', 'Bid', 99)], { cancels: ['5'], places: [] }],
    ['the best first', [...OPEN, open('5', 'Bid', 80), open('6', 'Bid', 100)], { cancels: ['6', '5'], places: [] }],
  ])('%s', (_what, orders, expected) => {
    expect(told(orders)).toEqual(expected);
  });

  it.each<[string, readonly OpenOrder[], object]>([
    [
      'up by one: the ask behind comes first, the bid takes the place of the old ask, and the old bid goes last',
      [open('1', 'Bid', 98), open('2', 'Bid', 90), open('3', 'Ask', 99), open('4', 'Ask', 110)],
      { places: ['Ask 101', 'Bid 99 replaces'], cancels: ['1'] },
    ],
    [
      'down, below all bids: a new bid comes first, and one ask takes the place of all that are above it',
      [open('1', 'Bid', 130), open('2', 'Bid', 120), open('3', 'Ask', 131), open('4', 'Ask', 140)],
      { places: ['Bid 99', 'Ask 101 replaces', 'Bid 90', 'Ask 110'], cancels: ['3', '4'] },
    ],
  ])('a move %s', (_what, orders, expected) => {
    expect(told(orders)).toEqual(expected);
  });
});

describe('what is not wanted any more', () => {
  const goes = (orders: readonly OpenOrder[], wanted: readonly Rung[] = WANTED) =>
    canBeMissed(changesTo(wanted, orders).cancels, wanted, orders).map(({ id }) => id);

  it('goes once as many stand on its side as are wanted, the nearest first', () => {
    expect(goes([open('5', 'Bid', 80), open('6', 'Bid', 85), ...OPEN])).toEqual(['6', '5']);
    expect(goes([open('5', 'Bid', 80), open('6', 'Bid', 85), ...BUT_THE_FIRST])).toEqual(['6']);
    expect(goes([open('5', 'Bid', 80), ...BUT_THE_FIRST])).toEqual([]);
  });

  it('goes at once where its price is too good, but for the last one', () => {
    expect(goes([open('5', 'Bid', 100), open('6', 'Bid', 80), open('3', 'Ask', 101)])).toEqual(['5']);
    expect(goes([open('5', 'Bid', 100), open('7', 'Ask', 100.5)])).toEqual([]);
  });

  it('goes with all its side where nothing of that is wanted', () => {
    expect(goes(OPEN, [rung('Ask', 101), rung('Ask', 110)])).toEqual(['1', '2']);
  });
});

it('a price at which nothing stands is filled before a quantity is mended', () => {
  const orders = [open('1', 'Bid', 99, 1), ...BUT_THE_FIRST.slice(1)];
  expect(told(orders)).toMatchObject({ places: ['Bid 90', 'Bid 99'] });
});

/** Applies changes as the venue would, one order after the other. */
function* applied(wanted: readonly Rung[], before: readonly OpenOrder[]): Generator<readonly OpenOrder[]> {
  const { places, cancels } = changesTo(wanted, before);
  let orders = before;
  for (const [index, { side, price, quantity, replaces }] of places.entries()) {
    const isAcross = (order: OpenOrder) =>
      order.side !== side && (side === 'Bid' ? order.price <= price : order.price >= price);
    if (!replaces) expect(orders.filter(isAcross)).toEqual([]);
    orders = [...orders.filter((order) => !isAcross(order)), open(`n${index}`, side, price, quantity)];
    yield orders;
  }
  for (const { id } of cancels) {
    orders = orders.filter((order) => order.id !== id);
    yield orders;
  }
}

it.each([-60, -15, -3, -1, 0, 1, 2, 30, 200])(
  'a move by %i never leaves a side empty, nor the book crossed',
  (move) => {
    const wanted = WANTED.map((each) => rung(each.side, each.price + move));
    let last: readonly OpenOrder[] = OPEN;
    for (const orders of applied(wanted, OPEN)) {
      const [bids, asks] = (['Bid', 'Ask'] as const).map((side) =>
        orders.filter((order) => order.side === side).map(({ price }) => price),
      );
      expect(Math.max(...(bids ?? []))).toBeLessThan(Math.min(...(asks ?? [])));
      expect([bids?.length, asks?.length]).not.toContain(0);
      last = orders;
    }
    expect(last.map(({ side, price }) => `${side} ${price}`).sort()).toEqual(
      wanted.map(({ side, price }) => `${side} ${price}`).sort(),
    );
  },
);
