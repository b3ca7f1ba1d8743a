import type { Logger, Waits } from '@fulcrum/service';
import type { Connection } from '@fulcrum/streams';
import type { RecorderMetrics } from '../recorder-metrics.ts';

/** What it takes to copy a stream into the database. */
export interface ReaderParts {
  /** A connection of its own, because a blocking read holds it up. */
  readonly redis: Connection;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly metrics: RecorderMetrics;
  readonly waits: Waits;
}
