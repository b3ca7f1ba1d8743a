import { formatDecimal, MONEY_DECIMALS } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountState } from '../feed/account.ts';
import { shownFigures } from './shown-figures.ts';

const text = (amount: bigint) => formatDecimal(amount, MONEY_DECIMALS);

/** An account with these margins and results of its positions, all of one moment. */
function account(balance: bigint, positions: readonly { margin: bigint; pnl: bigint }[]) {
  const [usedMargin, pnl] = positions.reduce(([m, p], each) => [m + each.margin, p + each.pnl], [0n, 0n]);
  const figures = {
    ...{ balance: text(balance), usedMargin: text(usedMargin), unrealizedPnl: text(pnl) },
    ...{ equity: text(balance + usedMargin + pnl), freeMargin: text(balance), marginLevel: null },
  };
  const orders = new Map(
    positions.map((each, index) => [
      String(index),
      { margin: text(each.margin), unrealizedPnl: text(each.pnl) } as ValuedOrderJson,
    ]),
  );
  return { figures, orders } satisfies Pick<AccountState, 'figures' | 'orders'>;
}

it('are nothing while nothing is known', () => {
  expect(shownFigures({ figures: undefined, orders: new Map() })).toBeUndefined();
});

it('add up as they are shown: three margins of 0.004 are three times nothing', () => {
  const positions = Array.from({ length: 3 }, () => ({ margin: 4_000n, pnl: -6_000n }));
  expect(shownFigures(account(9_999_988_000n, positions))).toEqual({
    free: 9_999_990_000n,
    usedMargin: 0n,
    unrealizedPnl: -30_000n,
    equity: 9_999_960_000n,
  });
});

it('are of one moment: while the orders are ahead of the figures, the figures count', () => {
  const { figures } = account(9_845_499_500n, [{ margin: 154_500_500n, pnl: -10_000n }]);
  const { orders } = account(0n, [
    { margin: 154_500_500n, pnl: -10_000n },
    { margin: 99_000_000n, pnl: 0n },
  ]);
  expect(shownFigures({ figures, orders })).toEqual({
    free: 9_845_500_000n,
    usedMargin: 154_500_000n,
    unrealizedPnl: -10_000n,
    equity: 9_999_990_000n,
  });
});

it('are never further from the truth than half a cent for each figure', () => {
  const position = fc.record({ margin: fc.bigInt(0n, 10n ** 9n), pnl: fc.bigInt(-(10n ** 9n), 10n ** 9n) });
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 9n), 10n ** 10n), fc.array(position, { maxLength: 20 }), (balance, positions) => {
      const known = account(balance, positions);
      const shown = shownFigures(known);
      const off = (shown?.equity ?? 0n) - BigInt(known.figures.equity.replace('.', ''));
      const most = 5_000n * BigInt(1 + 2 * positions.length);
      expect(off <= most && -off <= most).toBe(true);
      expect((shown?.equity ?? 1n) % 10_000n).toBe(0n);
    }),
  );
});
