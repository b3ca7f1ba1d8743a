import type { LogId } from '@fulcrum/log';
import type { CommandType, JsonEvent, Reply } from '@fulcrum/protocol';

/** The outcome of a command. */
export type Answer =
  | {
      readonly outcome: 'answered';
      readonly event: JsonEvent;
      /** The entry of callback-stream that has the event. For a reply to a read it is the last entry before the read. */
      readonly callback: LogId;
    }
  /** Certainly nothing was sent to the engine. */
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      /** Whether the user has too many commands in flight. */
      readonly isTooMany?: true;
    }
  /** It was sent, or may have been, and no answer came in time. */
  | {
      readonly outcome: 'late';
      /** It was answered, but too few replicas of Redis are known to have it. */
      readonly isShortOfReplicas?: true;
    };

/** The parts of a command that decide which events can be its answer. */
export interface Question {
  readonly type: CommandType;
  readonly userId: string;
  readonly orderId: string | undefined;
}

/**
 * Whether an event that was sent to this process alone can answer a question. Only reads are answered in that way. It is
 * checked because anybody who reaches Redis can send something that looks like an answer.
 */
export function canAnswer(event: Reply['event'], { type, userId, orderId }: Question): boolean {
  if (event.userId !== undefined && event.userId !== userId) return false;
  if (type === 'get-account') return event.type !== 'order';
  return type === 'get-order' && event.type !== 'account' && (event.orderId ?? orderId) === orderId;
}
