import { NEWEST_RULES } from '@fulcrum/cfd';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreSubject, orderId, restorableSubject, START_MS, userId } from '../harness.ts';
import { beginning, journalSteps } from '../journals/journal-arbitrary.ts';
import { JournalWriter } from '../journals/journal-writer.ts';

/** A restart loses nothing: a core that is restored at any point has the state of one that ran on. */

const LIMIT_MS = 120_000;

test('after a restart at any point each further entry leaves the same state', { timeout: LIMIT_MS }, () => {
  const property = fc.property(beginning, journalSteps, fc.nat(), (begun, steps, at) => {
    const [core, restored] = [coreSubject(), restorableSubject()];
    const writer = new JournalWriter();
    const take = ({ id, type, data }: { id: string; type: string; data: unknown }) => {
      const events = core.apply(id, type, data);
      expect(restored.apply(id, type, data)).toEqual(events);
      expect(restored.stateHash()).toBe(core.stateHash());
      writer.observe(events);
    };
    for (const entry of writer.prelude(begun)) take(entry);
    for (const [index, step] of steps.entries()) {
      if (index === at % steps.length) restored.startOver();
      take(writer.write(step));
    }
  });
  fc.assert(property, { numRuns: 15 });
});

/** Moves of the price by so many steps, among which orders that trail are opened. */
const trail = fc.array(
  fc.record({
    move: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-20, 20)),
    open: fc.option(fc.record({ side: fc.constantFrom('buy', 'sell'), distance: fc.integer({ min: 1, max: 60 }) })),
    /** An order of before that begins to trail anew, or closes: as a whole, or a part of it. */
    change: fc.option(
      fc.record({
        what: fc.constantFrom('anew', 'part', 'whole'),
        of: fc.nat(60),
        distance: fc.integer({ min: 1, max: 60 }),
      }),
    ),
  }),
  { minLength: 20, maxLength: 60 },
);

test('stops that trail an extreme of long ago are restored as they were', { timeout: LIMIT_MS }, () => {
  let closed = 0;
  const property = fc.property(trail, fc.nat(), (path, at) => {
    const [core, restored] = [coreSubject(), restorableSubject()];
    let entries = 0;
    const take = (type: string, data: object) => {
      entries += 1;
      const id = `${START_MS + entries}-0`;
      const events = core.apply(id, type, data);
      expect(restored.apply(id, type, data)).toEqual(events);
      expect(restored.stateHash()).toBe(core.stateHash());
      closed += events.filter(({ reason }) => reason === 'trailing_stop').length;
    };
    take('set-rules', { version: NEWEST_RULES });
    const sizes = { priceDecimals: 1, quantityDecimals: 0, minQuantity: '1', maxQuantity: '9' };
    take('set-instrument', { asset: 'GOLD', ...sizes, maxLeverage: 10, maxQuoteAgeMs: 60_000 });
    take('create-account', { requestId: 'a', userId: userId(1), deposit: '1000000' });
    let price = 10_000;
    for (const [index, { move, open, change }] of path.entries()) {
      price += move;
      const text = (price / 10).toFixed(1);
      take('price-update', { asset: 'GOLD', bid: text, ask: text });
      if (index === at % path.length) restored.startOver();
      const named = (number: number) => ({ requestId: 'q', orderId: orderId(number + 1), userId: userId(1) });
      const trailingDistance = (distance: number) => (distance / 10).toFixed(1);
      if (change?.what === 'anew')
        take('update-order', { ...named(change.of), trailingDistance: trailingDistance(change.distance) });
      if (change?.what === 'part') take('close-order', { ...named(change.of), quantity: '1', openQuantity: '2' });
      if (change?.what === 'whole') take('close-order', named(change.of));
      if (open === null) continue;
      const terms = { asset: 'GOLD', side: open.side, quantity: '2', leverage: 2 };
      take('create-order', { ...named(index), ...terms, trailingDistance: trailingDistance(open.distance) });
    }
    restored.startOver();
    take('get-account', { requestId: 'q', userId: userId(1) });
    for (const away of ['990.0', '1010.0', '900.0', '1100.0'])
      take('price-update', { asset: 'GOLD', bid: away, ask: away });
  });
  fc.assert(property, { numRuns: 30 });
  expect(closed).toBeGreaterThan(50);
});
