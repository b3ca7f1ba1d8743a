import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { type Batch, BatchWriter } from '../copying/batch-writer.ts';
import { addHistory, emptyHistory, type HistoryRows } from './history-rows.ts';

/** Writes rows in one transaction that moves the checkpoint from one position to the other. */
export type Write = (from: LogId, to: LogId, rows: HistoryRows) => Promise<void>;

/** Above one of these a batch is full. */
const MAX_EVENTS = 20_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Writes history rows out of callback entries, in batches. */
export class HistoryWriter extends BatchWriter<HistoryBatch> {
  /** @param committed where the checkpoint stands. */
  constructor(shard: number, committed: LogId, write: Write) {
    super(
      committed,
      () => new HistoryBatch(shard),
      (from, to, batch) => write(from, to, batch.rows),
    );
  }

  /**
   * Takes the events of the next callback entry.
   *
   * @param characters the length of its text.
   */
  add(callback: LogId, events: readonly JsonEvent[], characters: number): void {
    this.gather(callback).add(callback, events, characters);
  }
}

class HistoryBatch implements Batch {
  readonly rows: HistoryRows;
  #events = 0;
  #characters = 0;

  constructor(shard: number) {
    this.rows = emptyHistory(shard);
  }

  get isFull(): boolean {
    return this.#events >= MAX_EVENTS || this.#characters >= MAX_CHARACTERS;
  }

  add(callback: LogId, events: readonly JsonEvent[], characters: number): void {
    addHistory(this.rows, callback, events);
    this.#events += events.length;
    this.#characters += characters;
  }
}
