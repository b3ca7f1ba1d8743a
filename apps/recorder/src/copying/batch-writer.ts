import type { LogId } from '@fulcrum/log';

/** What is gathered out of several entries, to be written in one transaction. */
export interface Batch {
  /** While it is, nothing more is read before the last batch is written, so that memory stays bounded. */
  readonly isFull: boolean;
}

/** Writes a batch in one transaction that moves the checkpoint from one position to the other. */
export type WriteBatch<Gathered> = (from: LogId, to: LogId, batch: Gathered) => Promise<void>;

/**
 * Writes batches one after the other, and gathers what comes meanwhile into the next. So a lone entry is written at
 * once, and the further its reader is behind, the more each transaction takes: its own cost, a commit to the disk above
 * all, is the same for one row as for thousands.
 */
export class BatchWriter<Gathered extends Batch> {
  readonly #begin: () => Gathered;
  readonly #write: WriteBatch<Gathered>;
  #committed: LogId;
  /** The last entry that was gathered; undefined when none was. */
  #gatheredTo: LogId | undefined;
  #batch: Gathered;
  #underWay: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;

  /**
   * @param committed where the checkpoint stands.
   * @param begin makes an empty batch.
   */
  constructor(committed: LogId, begin: () => Gathered, write: WriteBatch<Gathered>) {
    this.#committed = committed;
    this.#begin = begin;
    this.#batch = begin();
    this.#write = write;
  }

  /** Takes the next entry, whatever it adds. @returns the batch that it is to be added to. */
  gather(entry: LogId): Gathered {
    this.#gatheredTo = entry;
    return this.#batch;
  }

  /**
   * Has what was added written. Waits only while there is too much of it.
   *
   * @throws what writing has thrown; nothing is written after that.
   */
  async advance(): Promise<void> {
    this.#writeNext();
    while (this.#batch.isFull && this.#underWay !== undefined) await this.#underWay;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Finishes the batch that is under way. What was added after it is left to whoever goes on from the checkpoint. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#underWay;
  }

  #writeNext(): void {
    const [to, batch] = [this.#gatheredTo, this.#batch];
    if (to === undefined || this.#underWay !== undefined || this.#failure !== undefined || this.#isClosed) return;
    this.#gatheredTo = undefined;
    this.#batch = this.#begin();
    this.#underWay = this.#writeBatch(to, batch);
  }

  async #writeBatch(to: LogId, batch: Gathered): Promise<void> {
    try {
      await this.#write(this.#committed, to, batch);
      this.#committed = to;
    } catch (error) {
      this.#failure = { error };
    }
    this.#underWay = undefined;
    this.#writeNext();
  }
}
