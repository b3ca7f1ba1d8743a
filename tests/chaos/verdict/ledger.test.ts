import { describe, expect, it } from 'vitest';
import { causes, closed, created, USER } from '../testing/test-causes.ts';
import { Findings } from './findings.ts';
import { Ledger } from './ledger.ts';
import { compareMaps } from './tables-check.ts';

const deposit = { type: 'account-created', requestId: 'sign-in', userId: USER, balance: '10000.000000' } as const;

describe('the ledger', () => {
  it('counts balances and open orders out of deposits, margins and payouts', () => {
    const findings = new Findings();
    const ledger = new Ledger(findings);
    for (const cause of causes([deposit], [created('a')], [closed('a')], [created('b', { balance: '9941.000000' })]))
      ledger.take(cause);
    expect(findings.shown).toEqual([]);
    expect(ledger.balances()).toEqual(new Map([[USER, 9_941_000_000n]]));
    expect(ledger.openOrders()).toEqual(new Map([['b', USER]]));
    expect(ledger.deposits).toBe(10_000_000_000n);
  });

  it('finds a balance that is off by a millionth', () => {
    const findings = new Findings();
    const ledger = new Ledger(findings);
    for (const cause of causes([deposit], [created('a', { balance: '9940.000001' })])) ledger.take(cause);
    expect(findings.counts.wrong).toBe(1);
  });
});

describe('two tables', () => {
  it('are the same, or lack, have too much, or differ', () => {
    const judge = (found: [string, bigint][]) => {
      const findings = new Findings();
      compareMaps('table', new Map(found), new Map([['a', 1n]]), findings);
      return findings.counts;
    };
    const nothing = { lost: 0, doubled: 0, early: 0, wrong: 0 };
    expect(judge([['a', 1n]])).toEqual(nothing);
    expect(judge([])).toEqual({ ...nothing, lost: 1 });
    expect(judge([['a', 2n]])).toEqual({ ...nothing, wrong: 1 });
    expect(
      judge([
        ['a', 1n],
        ['b', 1n],
      ]),
    ).toEqual({ ...nothing, doubled: 1 });
  });
});
