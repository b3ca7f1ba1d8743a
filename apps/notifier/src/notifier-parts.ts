import type { Database } from '@fulcrum/db';
import type { Logger, Waits } from '@fulcrum/service';
import type { NotifierMetrics } from './notifier-metrics.ts';

/** What all parts of the notifier work with. */
export interface NotifierParts {
  readonly db: Database;
  readonly shard: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
  readonly waits: Waits;
}
