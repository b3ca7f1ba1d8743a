import { writeSync } from 'node:fs';

/** Text that waits until it can be written, in bytes at most. */
const WAITING_LIMIT_BYTES = 1_024 * 1_024;

/** Pause between two attempts. */
const RETRY_MS = 50;

/**
 * Writes lines to a file or a pipe, and waits neither for room on a full disk nor for somebody who does not read: a
 * process must not stand still for the sake of its log. What cannot be written is tried again, in its order. Beyond a
 * limit whole lines are dropped and counted, and a line that went out in part is finished before the next one.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #onLost: (lines: number) => void;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #lost = 0;
  #untold = 0;
  #retry: NodeJS.Timeout | undefined;

  /**
   * @param descriptor where a write fails that would have to wait.
   * @param onLost is told how many lines were dropped, once there is room again.
   */
  constructor(descriptor: number, onLost: (lines: number) => void) {
    this.#descriptor = descriptor;
    this.#onLost = onLost;
  }

  /** Lines that were dropped since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** @param line with its line break. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    const isFirst = this.#waiting.length === 0;
    if (!isFirst && this.#waitingBytes + bytes.length > WAITING_LIMIT_BYTES) {
      this.#lost += 1;
      this.#untold += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (isFirst) this.#writeWaiting();
  }

  /** Tries once more to write what waits, because the process is about to end. */
  flushSync(): void {
    this.#writeWaiting();
  }

  #writeWaiting(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const written = this.#tryToWrite(first);
      if (written === undefined) {
        this.#retry = setTimeout(() => this.#writeWaiting(), RETRY_MS).unref();
        return;
      }
      this.#waitingBytes -= written;
      if (written === first.length) this.#waiting.shift();
      else this.#waiting[0] = first.subarray(written);
    }
    this.#tellLost();
  }

  /** @returns the bytes that went out, or undefined if none can at the moment. */
  #tryToWrite(bytes: Buffer): number | undefined {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch {
      // Where nobody could be told, the count of the lost lines tells it.
      return undefined;
    }
  }

  #tellLost(): void {
    if (this.#untold === 0) return;
    const lines = this.#untold;
    this.#untold = 0;
    this.#onLost(lines);
  }
}
