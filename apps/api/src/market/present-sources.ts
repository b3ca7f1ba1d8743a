import type { SourceReport } from '@fulcrum/protocol';

/**
 * A healthy source has its next tick within this time, in milliseconds. When the last source fails, no further tick is
 * written that could say so.
 */
const REPORTS_HOLD_MS = 5_000;

/** What a tick tells of all sources, given how long ago it was. */
export function presentSources(reports: readonly SourceReport[], ageMs: number): readonly SourceReport[] {
  if (ageMs <= REPORTS_HOLD_MS) return reports;
  return reports.map(({ source }) => ({ source, healthy: false, deviationBps: null }));
}
