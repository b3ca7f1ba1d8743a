import type { Disturbance } from './faults/faults.ts';
import type { LoadFigures } from './load/load-figures.ts';
import type { VenueFigures } from './venue/venue-verdict.ts';
import type { Findings } from './verdict/findings.ts';
import type { JournalFigures } from './verdict/verdict.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** The disturbances, one after the other, until the plan or the time is over. */
  readonly plan: Iterable<Disturbance>;
  readonly limitMs: number;
  /** Each trader acts once in this time, or as fast as answers come. By default that is more than two processors can do. */
  readonly actEveryMs?: number;
  /** Whether Redis has a replica, and sentinels that promote it when the primary was killed. */
  readonly failsOver: boolean;
  /** Aborted when the run has to end early. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Whether the folder with logs and data is kept even if nothing is wrong. */
  readonly keepsFolder: boolean;
}

export interface Progress {
  readonly doing: string;
  readonly figures: LoadFigures;
}

/** The outcome of a run. */
export interface Outcome {
  readonly figures: LoadFigures;
  readonly journal: JournalFigures;
  /** What the order book did. */
  readonly venue: VenueFigures;
  readonly findings: Findings;
  /** How often each fault was done, by its kind and target. */
  readonly faults: ReadonlyMap<string, number>;
  readonly feedEvents: number;
  readonly feedConnections: number;
  /** Orders a second before the first fault. */
  readonly calmOrdersPerSecond: number;
  /** Where logs and data were left; undefined when they were removed. */
  readonly folder: string | undefined;
}
