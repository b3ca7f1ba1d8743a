import type { SourceReport } from '@fulcrum/protocol';

/**
 * A source that is healthy has its next tick within this time, in milliseconds. When the last one is not any more,
 * nothing else is written that could say so.
 */
const REPORTS_HOLD_MS = 5_000;

/** What a tick of so long ago says of all sources today. */
export function presentSources(reports: readonly SourceReport[], ageMs: number): readonly SourceReport[] {
  if (ageMs <= REPORTS_HOLD_MS) return reports;
  return reports.map(({ source }) => ({ source, healthy: false, deviationBps: null }));
}
