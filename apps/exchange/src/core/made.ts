import type { LogId } from '@fulcrum/log';
import type { JsonEvent, OrderJson } from '@fulcrum/matching';

/** What stands in one entry of venue-events. */
export interface Made {
  /** Its id. */
  readonly id: LogId;
  readonly events: readonly JsonEvent[];
  /** Whether it is the last of its command: a large result comes in parts. */
  readonly isLast: boolean;
  /** The orders that a command to cancel several has met. The events name them by their ids alone. */
  readonly met?: readonly OrderJson[] | undefined;
}
