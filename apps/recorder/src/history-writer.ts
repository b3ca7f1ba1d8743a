import type { LogId } from '@fulcrum/core';
import type { JsonEvent } from '@fulcrum/protocol';
import { addHistory, emptyHistory, type HistoryRows } from './history-rows.ts';

/** Writes rows in one transaction that moves the checkpoint from one position to the other. */
export type Write = (from: LogId, to: LogId, rows: HistoryRows) => Promise<void>;

/** Above one of these nothing more is read before the last batch is written, so that memory stays bounded. */
const MAX_EVENTS = 20_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/**
 * Writes batches one after the other, and gathers what comes meanwhile into the next. So a lone entry is written at
 * once, and the further the history is behind, the more each transaction takes: its own cost, a commit to the disk
 * above all, is the same for one row as for thousands.
 */
export class HistoryWriter {
  readonly #write: Write;
  #committed: LogId;
  /** The last entry that was gathered; undefined when none was. */
  #gatheredTo: LogId | undefined;
  #rows = emptyHistory();
  #events = 0;
  #characters = 0;
  #underWay: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;

  /** @param committed where the checkpoint stands. */
  constructor(committed: LogId, write: Write) {
    this.#committed = committed;
    this.#write = write;
  }

  /**
   * Takes what the next callback entry tells.
   *
   * @param characters how long its text was.
   */
  add(callback: LogId, events: readonly JsonEvent[], characters: number): void {
    addHistory(this.#rows, callback, events);
    this.#gatheredTo = callback;
    this.#events += events.length;
    this.#characters += characters;
  }

  /**
   * Has what was added written. Waits only while there is too much of it.
   *
   * @throws what writing has thrown; nothing is written after that.
   */
  async advance(): Promise<void> {
    this.#writeNext();
    while (this.#isFull && this.#underWay !== undefined) await this.#underWay;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Finishes the batch that is under way. What was added after it is left to whoever goes on from the checkpoint. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#underWay;
  }

  get #isFull(): boolean {
    return this.#events >= MAX_EVENTS || this.#characters >= MAX_CHARACTERS;
  }

  #writeNext(): void {
    const [to, rows] = [this.#gatheredTo, this.#rows];
    if (to === undefined || this.#underWay !== undefined || this.#failure !== undefined || this.#isClosed) return;
    this.#gatheredTo = undefined;
    this.#rows = emptyHistory();
    this.#events = 0;
    this.#characters = 0;
    this.#underWay = this.#writeBatch(to, rows);
  }

  async #writeBatch(to: LogId, rows: HistoryRows): Promise<void> {
    try {
      await this.#write(this.#committed, to, rows);
      this.#committed = to;
    } catch (error) {
      this.#failure = { error };
    }
    this.#underWay = undefined;
    this.#writeNext();
  }
}
