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

it('are totals of the rows as they are shown: 51.50 and 51.50 are 103.00', () => {
  const positions = Array.from({ length: 2 }, () => ({ margin: 51_504_900n, pnl: -10_004_900n }));
  expect(shownFigures(account(9_896_990_200n, positions))).toEqual({
    free: 9_896_990_000n,
    usedMargin: 103_000_000n,
    unrealizedPnl: -20_000_000n,
    equity: 9_979_990_000n,
    // 9,979.99 of 103.00 are 9,689.31 %.
    marginLevel: 968_931n,
  });
});

it('are the true ones where the totals of the rows would be far off: two hundred of 0.00004 BTC', () => {
  const positions = [
    ...Array.from({ length: 200 }, (_, index) => ({ margin: index < 182 ? 24_731n : 24_730n, pnl: -6n })),
  ];
  const shown = shownFigures(account(9_995_053_818n, positions));
  expect(shown).toEqual({
    free: 9_995_050_000n,
    usedMargin: 4_950_000n,
    unrealizedPnl: 0n,
    equity: 10_000_000_000n,
    marginLevel: 20_202_020n,
  });
});

it('are the true ones where each total is near, and the equity that comes of them is not', () => {
  const positions = Array.from({ length: 3 }, () => ({ margin: 4_000n, pnl: -6_000n }));
  expect(shownFigures(account(9_999_988_000n, positions))).toMatchObject({
    free: 9_999_990_000n,
    usedMargin: 10_000n,
    unrealizedPnl: -20_000n,
    equity: 9_999_980_000n,
  });
});

it('have a margin level where a used margin is shown', () => {
  expect(shownFigures(account(1_000_000n, []))?.marginLevel).toBeUndefined();
  expect(shownFigures(account(1_000_000n, [{ margin: 4_000n, pnl: 0n }]))?.marginLevel).toBeUndefined();
  expect(shownFigures(account(1_000_000n, [{ margin: 5_000n, pnl: 0n }]))?.marginLevel).toBe(1_010_000n);
});

it('are of one moment: while the orders are ahead of the figures, the figures count', () => {
  const { figures } = account(9_845_499_500n, [{ margin: 154_500_500n, pnl: -10_000n }]);
  const { orders } = account(0n, [
    { margin: 154_500_500n, pnl: -10_000n },
    { margin: 99_000_000n, pnl: 0n },
  ]);
  expect(shownFigures({ figures, orders })).toMatchObject({
    free: 9_845_500_000n,
    usedMargin: 154_500_000n,
    unrealizedPnl: -10_000n,
    equity: 9_999_990_000n,
  });
});

it('follow from each other, within a cent and a half of the truth for any number of positions', () => {
  const position = fc.record({ margin: fc.bigInt(0n, 10n ** 9n), pnl: fc.bigInt(-(10n ** 9n), 10n ** 9n) });
  const positionsOf = fc.array(position, { maxLength: 200, size: 'max' });
  const isNear = (shown: bigint, figure: string) => {
    const off = 2n * (shown - BigInt(figure.replace('.', '')));
    return off <= 30_000n && -off <= 30_000n;
  };
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 9n), 10n ** 10n), positionsOf, (balance, positions) => {
      const { figures, orders } = account(balance, positions);
      const shown = shownFigures({ figures, orders });
      if (shown === undefined) throw new Error('nothing is shown');
      expect(shown.free + shown.usedMargin + shown.unrealizedPnl).toBe(shown.equity);
      expect(isNear(shown.equity, figures.equity)).toBe(true);
      expect(isNear(shown.usedMargin, figures.usedMargin)).toBe(true);
      expect(isNear(shown.unrealizedPnl, figures.unrealizedPnl)).toBe(true);
      for (const each of [shown.free, shown.usedMargin, shown.unrealizedPnl]) expect(each % 10_000n).toBe(0n);
    }),
  );
});
