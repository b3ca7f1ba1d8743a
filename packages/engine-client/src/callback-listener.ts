import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';

/** A part of a process that is told the entries of callback-stream by the one reader of it. */
export interface CallbackListener {
  /** Whether the text of an entry can concern the listener, so that the others need not be parsed. */
  concerns(events: string): boolean;
  onEvent(event: JsonEvent, callback: LogId): void;
  /** Some entries went by unseen. */
  onGap(): void;
  /** Every entry up to this one has gone by, seen or unseen. */
  onPassed(callback: LogId): void;
}
