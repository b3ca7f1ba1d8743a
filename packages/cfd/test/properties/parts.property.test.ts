import { NEWEST_RULES } from '@fulcrum/cfd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALICE, Desk, orderId, type Subject, subjects } from '../harness.ts';
import type { JsonEvent } from '../json.ts';
import { parseDecimal, printUnits, unitsOf } from '../model/rational.ts';

/** A position that is closed at once, and the same one closed in parts. Quantities are in thousandths. */
interface Split {
  readonly side: 'buy' | 'sell';
  readonly leverage: number;
  /** In hundredths of a cent. */
  readonly open: number;
  readonly movedPermille: number;
  readonly parts: readonly number[];
}

const split: fc.Arbitrary<Split> = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  leverage: fc.integer({ min: 1, max: 100 }),
  open: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 99_999_999 })),
  movedPermille: fc.integer({ min: -1_000, max: 1_000 }),
  parts: fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 99_999 })), {
    minLength: 2,
    maxLength: 12,
  }),
});

const price = (units: number) => printUnits(BigInt(Math.max(1, units)), 4);
const quantity = (units: number) => printUnits(BigInt(units), 3);

/** A desk with the position, after the price has moved by so much of what the margin bears. */
function deskOf(make: () => Subject, { side, leverage, open, movedPermille, parts }: Split): Desk | undefined {
  const desk = new Desk(make());
  desk.send('set-rules', { version: NEWEST_RULES });
  desk.setInstrument({ priceDecimals: 4, maxQuantity: '10000' });
  desk.deposit('9007199254.740991');
  desk.tick(price(open), price(open));
  const all = quantity(parts.reduce((sum, part) => sum + part, 0));
  if (desk.tryToOpen(side, { leverage, quantity: all }) !== 'created') return undefined;
  const at = price(open + Math.trunc((open * movedPermille) / (1_000 * leverage)));
  return desk.tick(at, at).length === 0 ? desk : undefined;
}

function units(event: JsonEvent, name: string): bigint {
  const value = parseDecimal(String(event[name]));
  return (value && unitsOf(value, 6)) ?? 0n;
}

function closed(desk: Desk, part: object = {}): JsonEvent {
  return desk.send('close-order', { orderId: orderId(1), userId: ALICE, ...part });
}

describe.each(subjects.slice(0, 2))('closing in parts (%s)', (_, make) => {
  test('any number of parts pays what one closing pays, to within a millionth for each part', {
    timeout: 60_000,
  }, () => {
    let compared = 0;
    const property = fc.property(split, (terms) => {
      const [whole, divided] = [deskOf(make, terms), deskOf(make, terms)];
      if (!whole || !divided) return;
      const once = closed(whole);
      let left = terms.parts.reduce((sum, part) => sum + part, 0);
      const events = terms.parts.map((part) => {
        const event = closed(divided, { quantity: quantity(part), openQuantity: quantity(left) });
        left -= part;
        return event;
      });
      compared += 1;
      const sum = (name: string) => events.reduce((total, event) => total + units(event, name), 0n);
      const count = BigInt(events.length);
      const differenceOf = (name: string) => sum(name) - units(once, name);
      expect(differenceOf('margin')).toBe(0n);
      for (const name of ['pnl', 'payout']) {
        const difference = differenceOf(name);
        expect(difference <= count && difference >= -count, `${name} differs by ${difference}`).toBe(true);
      }
      expect(left).toBe(0);
      expect(divided.account()).toMatchObject({ orders: [], usedMargin: '0.000000' });
    });
    fc.assert(property, { numRuns: 150 });
    expect(compared).toBeGreaterThan(50);
  });
});
