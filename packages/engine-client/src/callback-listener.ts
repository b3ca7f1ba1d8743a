import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';

/** Follows callback-stream through whoever reads it. */
export interface CallbackListener {
  /** Whether the text of an entry can concern the listener, so that the others need not be parsed. */
  concerns(events: string): boolean;
  onEvent(event: JsonEvent, callback: LogId): void;
  /** Some entries went by unseen. */
  onGap(): void;
  /** Everything up to an entry has gone by, seen or unseen. */
  onPassed(callback: LogId): void;
}
