import { assert, type LogId } from '@fulcrum/log';

/** What several entries tell, to be written in one transaction. */
export interface Batch {
  /** While a batch is full, reading waits until the one before it is written, so that memory stays bounded. */
  readonly isFull: boolean;
}

/** Writes a batch in one transaction that moves the checkpoint from one position to the other. */
export type WriteBatch<Gathered> = (from: LogId, to: LogId, batch: Gathered) => Promise<void>;

/**
 * Writes batches one after the other, and gathers what comes meanwhile into the next one. A lone entry is written at
 * once. The further the reader is behind, the more entries share a transaction, whose own cost (above all the commit to
 * the disk) is the same for one row as for thousands.
 */
export class BatchWriter<Gathered extends Batch> {
  readonly #begin: () => Gathered;
  readonly #write: WriteBatch<Gathered>;
  #committed: LogId;
  /** The last entry of the present batch; undefined while it is empty. */
  #gatheredTo: LogId | undefined;
  #batch: Gathered;
  #inFlight: Promise<void> | undefined;
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

  /** Takes the next entry. @returns the batch to which the caller adds what it tells, if anything. */
  gather(entry: LogId): Gathered {
    assert(!this.#isClosed, 'nothing is added to what is closed');
    this.#gatheredTo = entry;
    return this.#batch;
  }

  /**
   * Begins to write what was added. Waits only while the batch is full.
   *
   * @throws what writing has thrown; nothing is written after that.
   */
  async advance(): Promise<void> {
    this.#writeNext();
    while (this.#batch.isFull && this.#inFlight !== undefined) await this.#inFlight;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Finishes the batch in flight. What was added after it is left to the reader that goes on from the checkpoint. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#inFlight;
  }

  #writeNext(): void {
    const [to, batch] = [this.#gatheredTo, this.#batch];
    if (to === undefined || this.#inFlight !== undefined || this.#failure !== undefined || this.#isClosed) return;
    this.#gatheredTo = undefined;
    this.#batch = this.#begin();
    this.#inFlight = this.#writeBatch(to, batch);
  }

  async #writeBatch(to: LogId, batch: Gathered): Promise<void> {
    try {
      await this.#write(this.#committed, to, batch);
      this.#committed = to;
    } catch (error) {
      this.#failure = { error };
    }
    this.#inFlight = undefined;
    this.#writeNext();
  }
}
