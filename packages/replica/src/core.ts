import type { LogEntry, LogId } from '@fulcrum/log';

/**
 * What a replica needs of a core. A core is pure: it sees the log's entries and nothing else, so that the same log always
 * gives the same results and the same state.
 */
export interface Core<TakenChanges extends Changes = Changes> {
  /**
   * Applies the next entry of the log.
   *
   * @param onInvalid is told what is wrong with an entry that makes no sense. Such an entry changes nothing.
   * @returns what happened, undefined for nothing. A large result comes in parts, and the caller takes all of them before
   *   it does anything else with the core.
   */
  apply(entry: LogEntry, onInvalid: (message: string) => void): Events | EventParts | undefined;
  /**
   * The answer to a read, for its asker alone. The entry has just been applied and had no events. Changes nothing.
   *
   * @returns undefined for an entry that is no read.
   */
  answer(entry: LogEntry): Answer | undefined;
  /** What changed since the last call. Between two entries only. */
  takeChanges(): TakenChanges;
  /** A hash of the whole state. Between two entries only. */
  stateHash(): string;
  /** Stops the process where the state contradicts itself. A state that was loaded is asked once. */
  assertSound(): void;
  /** Whether the log has come to the rules by which there is also a snapshot point after so many entries. */
  readonly countsEntries: boolean;
  /** What people want to know of the state: it is logged after a start. */
  readonly figures: Readonly<Record<string, number>>;
}

/** The events of one entry of the callback stream. */
export interface Events {
  readonly count: number;
  /** About how long their text will be, in characters, if that is known without printing them. */
  readonly size?: number;
  /** The text that the callback stream gets. A replica that need not publish them never asks for it. */
  print(): string;
}

/** A large result while it is worked out. A step that only prepares what follows yields undefined. */
export type EventParts = Generator<Events | undefined, void, void>;

export function isInParts(result: Events | EventParts): result is EventParts {
  return Symbol.iterator in result;
}

/** The answer to a read. */
export interface Answer {
  /** The name that the asker gave itself. */
  readonly replyTo: string;
  /** @param after the last result before the read. */
  print(after: LogId): string;
}

/** What changed between two snapshot points. It can be handed to another thread. */
export interface Changes {
  /** Of the state at the second point. */
  readonly stateHash: string;
  /** Memory that is handed over to the other thread instead of being copied. */
  readonly pages: readonly ArrayBufferView<ArrayBuffer>[];
}
