import type { Figure } from '../../bench.ts';
import type { Fed } from '../workers/feed-worker.ts';
import type { Pauses } from './pause-probe.ts';
import type { TimedStart } from './timed-start.ts';
import type { Watched } from './watch-log.ts';

/** The measurements of an engine under load. */
export interface UnderLoad extends Watched {
  readonly enginePauses: Pauses;
  readonly idlePauses: Pauses;
  readonly fed: Fed;
  /** The entries that the engine had applied when the last one was appended. */
  readonly applied: number;
  readonly openOrders: number;
}

/** Pauses only count for an engine that got the load, kept up with it, and took snapshots meanwhile. */
export function loadFigures({ enginePauses, idlePauses, fed, applied, commits, longestLagMs }: UnderLoad): Figure[] {
  const beyond = enginePauses.longestMs - idlePauses.longestMs;
  const perSecond = (count: number) => (count * 1_000) / fed.elapsedMs;
  const idle = (value: number) => ({ name: 'idle process', value });
  return [
    {
      name: "engine's longest pause in 30 s under load, 1M open",
      value: enginePauses.longestMs,
      unit: 'ms',
      floor: idle(idlePauses.longestMs),
    },
    { name: "engine's longest pause beyond the idle process's", value: beyond, unit: 'ms', target: atMost(20) },
    {
      name: "engine's 99th percentile of pauses",
      value: enginePauses.p99Ms,
      unit: 'ms',
      floor: idle(idlePauses.p99Ms),
    },
    { name: 'load: price-updates', value: perSecond(fed.ticks), unit: '/s', target: atLeast(9_900) },
    {
      name: 'load: orders, half opened, half closed',
      value: perSecond(fed.orders),
      unit: '/s',
      target: atLeast(4_950),
    },
    {
      name: 'load: applied when the last entry was appended',
      value: (100 * applied) / (fed.ticks + fed.orders),
      unit: '%',
      target: atLeast(99),
    },
    { name: 'load: results behind the log at most', value: longestLagMs, unit: 'ms' },
    { name: 'load: snapshots committed', value: commits, unit: 'snapshots', target: atLeast(2) },
    { name: 'RSS of the engine under load', value: enginePauses.rssBytes / 2 ** 20, unit: 'MiB' },
  ];
}

export function replayFigure({ replayed, loadedMs, readyMs }: TimedStart): Figure {
  const rate = (replayed * 1_000) / (readyMs - loadedMs);
  return { name: 'replay of a log of 1M orders, results published', value: rate, unit: 'entries/s' };
}

export function restartFigures({ replayed, loadedMs, readyMs }: TimedStart): Figure[] {
  return [
    {
      name: 'restart after a crash with 1M open, from spawn to ready',
      value: readyMs / 1_000,
      unit: 's',
      target: atMost(10),
    },
    { name: 'restart: until the snapshot is loaded', value: loadedMs / 1_000, unit: 's' },
    { name: 'restart: entries replayed', value: replayed, unit: 'entries' },
    {
      name: 'restart: replay, results already published',
      value: (replayed * 1_000) / (readyMs - loadedMs),
      unit: 'entries/s',
    },
  ];
}

function atMost(bound: number) {
  return { of: 'value', atMost: bound } as const;
}

function atLeast(bound: number) {
  return { of: 'value', atLeast: bound } as const;
}
