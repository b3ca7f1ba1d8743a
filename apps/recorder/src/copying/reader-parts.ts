import type { Logger, Waits } from '@fulcrum/service';
import type { Connection } from '@fulcrum/streams';
import type { RecorderMetrics } from '../recorder-metrics.ts';

/** What it takes to copy a stream into the database. */
export interface ReaderParts {
  readonly redis: Connection;
  /** Another connection: the first one is held up by blocking reads. */
  readonly asking: Connection;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly metrics: RecorderMetrics;
  readonly waits: Waits;
}
