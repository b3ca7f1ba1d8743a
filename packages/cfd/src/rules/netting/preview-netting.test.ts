import {
  Core,
  closingOf,
  type Instrument,
  isRefusal,
  netAgainst,
  type Position,
  parseInstrument,
  previewNetting,
} from '@fulcrum/cfd';
import { applyEntry, type JsonEvent } from '@fulcrum/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMoney } from '../../numbers/money.ts';

const SETTINGS = {
  ...{ asset: 'GOLD_USDC', priceDecimals: 1, quantityDecimals: 3, minQuantity: '0.010', maxQuantity: '2' },
  ...{ maxLeverage: 50, maxQuoteAgeMs: 10_000 },
};
const INSTRUMENT = parseInstrument(SETTINGS) as Instrument;
const NOW = 1_000_000;
const USER = '00000000-0000-4000-8000-000000000001';
const units = (text: string) => Number(text.replace('.', ''));
const amount = (thousandths: number) => (thousandths / 1_000).toFixed(3);

/** An account with positions of one side, at a price that has moved since. */
function account(side: 'buy' | 'sell', quantities: readonly number[], bid: number) {
  const core = Core.empty();
  let entries = 0;
  const apply = (type: string, data: object): JsonEvent[] => {
    entries += 1;
    return [...applyEntry(core, { id: `${NOW}-${entries}`, type, data: JSON.stringify(data) })];
  };
  const order = (terms: object) => {
    const orderId = `00000000-0000-4000-8000-${String(entries).padStart(12, '0')}`;
    return apply('create-order', { requestId: 'o', orderId, userId: USER, asset: 'GOLD_USDC', ...terms });
  };
  apply('set-rules', { version: 6 });
  apply('set-group', { group: 'default', positionMode: 'netting' });
  apply('set-instrument', SETTINGS);
  apply('create-account', { requestId: 'a', userId: USER, deposit: '8' });
  apply('price-update', { asset: 'GOLD_USDC', bid: '100.0', ask: '100.2' });
  const positions = quantities.flatMap((quantity): Position[] => {
    const [event] = order({ side, quantity: amount(quantity), leverage: 20 });
    if (event?.type !== 'created') return [];
    const { openPrice, margin } = event;
    return [{ side, quantity, openPrice: units(openPrice), margin: readMoney(margin) }];
  });
  apply('price-update', { asset: 'GOLD_USDC', bid: (bid / 10).toFixed(1), ask: ((bid + 2) / 10).toFixed(1) });
  const [read] = apply('get-account', { requestId: 'g', userId: USER });
  if (read?.type !== 'account') throw new Error('the account is there');
  return { order, positions, balance: readMoney(read.balance) };
}

it('foretells what the engine closes, pays and opens, or why it refuses', () => {
  const seen = new Set<string>();
  const quantity = fc.integer({ min: 0, max: 1_200 });
  fc.assert(
    fc.property(
      fc.record({
        side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
        held: fc.array(fc.integer({ min: 10, max: 500 }), { maxLength: 3 }),
        // Within what liquidates no position.
        bid: fc.integer({ min: 980, max: 1_020 }),
        quantity,
        leverage: fc.integer({ min: 0, max: 51 }),
        isReduceOnly: fc.boolean(),
      }),
      ({ side, held, bid, quantity, leverage, isReduceOnly }) => {
        const { order, positions, balance } = account(side, held, bid);
        const wanted = { side: side === 'buy' ? 'sell' : 'buy', quantity: amount(quantity), leverage } as const;
        const market = { instrument: INSTRUMENT, quote: { bid, ask: bid + 2, time: NOW }, now: NOW };
        const terms = previewNetting(wanted, isReduceOnly, positions, market, balance);
        const events = order({ ...wanted, ...(isReduceOnly ? { reduceOnly: true } : {}) });
        const last = events.at(-1);
        if (isRefusal(terms)) {
          seen.add(terms.code);
          expect(events).toMatchObject([{ type: 'rejected', code: terms.code, message: terms.message }]);
          return;
        }
        const { plan, opening } = terms;
        expect(plan).toEqual(netAgainst(positions, quantity, isReduceOnly));
        const closings = plan.netted.map((each) => closingOf(each, INSTRUMENT, market.quote));
        expect(
          events
            .slice(0, -1)
            .map((event) => event.type === 'closed' && [readMoney(event.margin), readMoney(event.pnl)]),
        ).toEqual(closings.map(({ margin, pnl }) => [margin, pnl]));
        if (last?.type === 'created') {
          seen.add('created');
          expect([units(last.quantity), readMoney(last.margin)]).toEqual([opening?.quantity, opening?.margin]);
        } else {
          seen.add('reduced');
          expect(opening).toBeUndefined();
          expect(last).toMatchObject({ type: 'reduced', closedQuantity: amount(plan.closed) });
        }
      },
    ),
    { numRuns: 800 },
  );
  expect([...seen].sort()).toEqual([
    'created',
    'insufficient_balance',
    'invalid_leverage',
    'invalid_quantity',
    'nothing_to_reduce',
    'reduced',
  ]);
});
