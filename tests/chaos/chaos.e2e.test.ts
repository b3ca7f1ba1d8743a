import { beforeAll, describe, expect, it } from 'vitest';
import { PROCESSES, SERVERS } from './faults/faults.ts';
import { SHORT_PLAN } from './faults/short-plan.ts';
import type { Outcome } from './outcome.ts';
import { runChaos } from './run.ts';

/**
 * A short chaos run with a fixed plan and a light load: `npm run chaos` does the same for as long as one likes, by a
 * seed, and under as much load as the machine bears.
 */
const ACT_EVERY_MS = 300;

let outcome: Outcome;

beforeAll(async () => {
  outcome = await runChaos({
    seed: 1,
    plan: SHORT_PLAN,
    failsOver: false,
    limitMs: Number.POSITIVE_INFINITY,
    actEveryMs: ACT_EVERY_MS,
    signal: new AbortController().signal,
    onProgress: () => {},
    keepsFolder: false,
  });
}, 300_000);

describe('while every process and both servers were killed, held or restarted under load', () => {
  it('no acknowledged order was lost or doubled, and all that clients were told is true', () => {
    const { findings, folder } = outcome;
    const { counts, shown: inWords } = findings;
    expect({ ...counts, inWords }, `logs and data: ${folder}`).toEqual({
      lost: 0,
      doubled: 0,
      early: 0,
      wrong: 0,
      inWords: [],
    });
  });

  it('every fault of the plan was done, and none was left out', () => {
    const planned = SHORT_PLAN.flatMap(({ faults }) => faults.map(({ kind, target }) => `${kind} ${target}`));
    expect([...outcome.faults.keys()].sort()).toEqual([...new Set(planned)].sort());
    expect([...outcome.faults.values()].reduce((sum, count) => sum + count, 0)).toBe(planned.length);
    for (const target of [...PROCESSES, ...SERVERS])
      expect(planned).toContainEqual(expect.stringMatching(new RegExp(`^(kill|restart|pause|cut) ${target}$`)));
  });

  it('there was load, with snapshot points, triggers and liquidations, and orders whose answer had to be looked up', () => {
    const { figures, journal, venue, feedEvents, feedConnections } = outcome;
    expect(figures.acknowledged).toBeGreaterThan(50);
    expect(figures.pending).toBeGreaterThan(0);
    expect(figures.settledLater).toBe(figures.pending);
    expect(figures.newcomers).toBeGreaterThan(0);
    expect(journal.snapshotPoints).toBeGreaterThanOrEqual(2);
    const inAnyWay = [
      'guaranteed_stop',
      'liquidation',
      'manual',
      'netting',
      'stop_loss',
      'take_profit',
      'trailing_stop',
    ];
    expect([...journal.closings.keys()].sort()).toEqual(inAnyWay);
    const kinds = ['limit', 'stop', 'expiring', 'opened after waiting', 'reduced', 'closed in part'];
    for (const kind of [
      ...kinds,
      'price-set',
      'opened by staff',
      'all-closed',
      'all-cancelled',
      'cancelled requested',
      'cancelled expired',
    ])
      expect([kind, journal.kinds.get(kind)]).toEqual([kind, expect.any(Number)]);
    for (const kind of ['deposit', 'withdrawal', 'pnl'])
      expect([kind, journal.ledgerRows.get(kind)]).toEqual([kind, expect.toSatisfy((count) => count > 5)]);
    expect(feedEvents).toBeGreaterThan(0);
    expect(feedConnections).toBeGreaterThan(4);
    expect(venue.trades).toBeGreaterThan(50);
    expect(venue.books).toBeGreaterThan(100);
  });
});
