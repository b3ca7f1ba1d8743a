import type { JsonEvent } from '@fulcrum/protocol';
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

  it('counts what was paid in, put on hold, paid out and given back', () => {
    const findings = new Findings();
    const ledger = new Ledger(findings);
    const moved = (transferId: string, amount: string, cash: string, balance: string) => ({
      ...{ requestId: 'r', userId: USER, transferId, amount, cash, balance },
    });
    const events: JsonEvent[] = [
      deposit,
      { type: 'transferred', kind: 'deposit', ...moved('a', '5.000000', '10005.000000', '10005.000000') },
      { type: 'held', ...moved('b', '3.000000', '10005.000000', '10002.000000') },
      { type: 'held', ...moved('c', '2.000000', '10005.000000', '10000.000000') },
      { type: 'held', ...moved('d', '1.000000', '10005.000000', '9999.000000') },
      { type: 'hold-settled', outcome: 'paid', ...moved('b', '3.000000', '10002.000000', '9999.000000') },
      { type: 'hold-settled', outcome: 'released', ...moved('c', '2.000000', '10002.000000', '10001.000000') },
    ];
    for (const cause of causes(...events.map((event) => [event]))) ledger.take(cause);
    expect(findings.shown).toEqual([]);
    expect(ledger.balances()).toEqual(new Map([[USER, 10_001_000_000n]]));
    expect(ledger.cash()).toEqual(new Map([[USER, 10_002_000_000n]]));
    expect(ledger.holds()).toEqual(new Map([['d', 1_000_000n]]));
    expect(ledger.deposits).toBe(10_002_000_000n);
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
