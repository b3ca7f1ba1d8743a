import { NEWEST_RULES } from '@fulcrum/cfd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALICE, Desk, orderId, type Subject, subjects } from '../harness.ts';
import type { JsonEvent } from '../json.ts';
import { parseDecimal, printUnits, unitsOf } from '../model/rational.ts';

/** Orders of both sides, each after a move of the price by so many steps. Quantities are in thousandths. */
const orders = fc.array(
  fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4_000 })),
    leverage: fc.integer({ min: 1, max: 20 }),
    move: fc.integer({ min: -40, max: 40 }),
    reduceOnly: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { minLength: 2, maxLength: 25 },
);

function deskOf(make: () => Subject, positionMode: string): Desk {
  const desk = new Desk(make());
  desk.send('set-rules', { version: NEWEST_RULES });
  desk.send('set-group', { group: 'default', positionMode });
  desk.setInstrument();
  desk.deposit('3000');
  return desk;
}

const thousandths = (text: unknown) => {
  const value = parseDecimal(String(text));
  return Number((value && unitsOf(value, 3)) ?? 0n);
};
const print = (count: number) => printUnits(BigInt(count), 3);

/** What netting does, done by hand: closings of the oldest in part or as a whole, and an opening of what is left. */
function byHand(desk: Desk, events: readonly JsonEvent[], order: { [field: string]: unknown }): void {
  for (const { orderId, userId, quantity, remaining, type } of events) {
    const openQuantity = print(thousandths(quantity) + thousandths(remaining ?? '0'));
    if (type === 'closed') desk.send('close-order', { orderId, userId, quantity, openQuantity });
    if (type === 'created') desk.send('create-order', { ...order, quantity });
  }
}

describe.each(subjects.slice(0, 2))('netting (%s)', (_, make) => {
  test('comes to what closing by hand and opening the rest comes to', { timeout: 60_000 }, () => {
    const seen = new Set<unknown>();
    const property = fc.property(orders, (all) => {
      const [netting, hedging] = [deskOf(make, 'netting'), deskOf(make, 'hedging')];
      let price = 10_000;
      for (const [index, { side, quantity, leverage, move, reduceOnly }] of all.entries()) {
        price += move;
        const [bid, ask] = [printUnits(BigInt(price), 2), printUnits(BigInt(price + 3), 2)];
        expect(netting.tick(bid, ask)).toEqual(hedging.tick(bid, ask));
        const order = netting.order(side, { orderId: orderId(index + 1), leverage, quantity: print(quantity) });
        const events = netting.sendForAll('create-order', { ...order, reduceOnly });
        seen.add(events.at(-1)?.type);
        byHand(hedging, events, order);
        const sides = new Set((netting.account().orders as JsonEvent[]).map((open) => open.side));
        expect(sides.size).toBeLessThan(2);
        const { requestId: _, positionMode: __, ...account } = netting.account();
        expect(hedging.send('get-account', { userId: ALICE })).toMatchObject(account);
      }
    });
    fc.assert(property, { numRuns: 50 });
    expect([...seen].sort()).toEqual(['created', 'reduced', 'rejected']);
  });
});
