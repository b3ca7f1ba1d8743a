import { writeSync } from 'node:fs';
import { endsWithinLine } from './line-end.ts';

/** The most characters that wait to be written. */
const WAITING_LIMIT = 1_024 * 1_024;

/** The lines of one turn of the event loop share a write. With more characters than this it comes earlier. */
const BATCH_CHARACTERS = 64 * 1_024;

/** The pause between two attempts. */
const RETRY_MS = 50;

/**
 * Writes lines to a file or a pipe. It never blocks, neither on a full disk nor on a reader that does not read: a
 * process must not stand still for its log. Lines that cannot be written are tried again, in their order. Beyond a
 * limit whole lines are dropped and counted. A line that was written in part is finished before the next one. A line
 * that an earlier process left unfinished is ended first.
 *
 * A write costs as much as a tenth of an order, so the lines of one turn share one. A process that is killed loses the
 * lines of its last turn.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #onLost: (lines: number) => void;
  #lines: string[] = [];
  #characters = 0;
  /** The rest of a batch that was written in part. */
  #rest: Buffer | undefined;
  #hasBegun = false;
  #lost = 0;
  #untold = 0;
  #soon: NodeJS.Immediate | undefined;
  #retry: NodeJS.Timeout | undefined;

  /**
   * @param descriptor of a file or pipe in non-blocking mode.
   * @param onLost is called with the number of dropped lines, once there is room again.
   */
  constructor(descriptor: number, onLost: (lines: number) => void) {
    this.#descriptor = descriptor;
    this.#onLost = onLost;
  }

  /** The number of dropped lines since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** @param line with its line break. */
  write(line: string): void {
    const waiting = this.#characters + (this.#rest?.length ?? 0);
    if (waiting > 0 && waiting + line.length > WAITING_LIMIT) {
      this.#lost += 1;
      this.#untold += 1;
      return;
    }
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#retry !== undefined) return;
    if (this.#characters >= BATCH_CHARACTERS) this.flushSync();
    else this.#soon ??= setImmediate(() => this.flushSync());
  }

  /** Writes all waiting lines, as far as possible. */
  flushSync(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#retry);
    this.#soon = undefined;
    this.#retry = undefined;
    for (;;) {
      this.#rest ??= this.#takeLines();
      if (this.#rest === undefined) break;
      const written = this.#tryToWrite(this.#rest);
      if (written === undefined) {
        this.#retry = setTimeout(() => this.flushSync(), RETRY_MS).unref();
        return;
      }
      this.#rest = written === this.#rest.length ? undefined : this.#rest.subarray(written);
    }
    this.#tellLost();
  }

  #takeLines(): Buffer | undefined {
    if (this.#lines.length === 0) return undefined;
    const before = !this.#hasBegun && endsWithinLine(this.#descriptor) ? '\n' : '';
    this.#hasBegun = true;
    const text = before + this.#lines.join('');
    this.#lines = [];
    this.#characters = 0;
    return Buffer.from(text);
  }

  /** @returns the bytes that were written; undefined if none can be at the moment. */
  #tryToWrite(bytes: Buffer): number | undefined {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch {
      // A broken log has nowhere to say so. The count of lost lines tells.
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
