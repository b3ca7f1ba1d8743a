import { writeSync } from 'node:fs';
import { endsWithinLine } from './line-end.ts';

/** Text that waits until it can be written, in characters at most. */
const WAITING_LIMIT = 1_024 * 1_024;

/** Lines of one turn of the event loop share a write. It comes earlier when they have so many characters. */
const BATCH_CHARACTERS = 64 * 1_024;

/** Pause between two attempts. */
const RETRY_MS = 50;

/**
 * Writes lines to a file or a pipe, and waits neither for room on a full disk nor for somebody who does not read: a
 * process must not stand still for the sake of its log. What cannot be written is tried again, in its order. Beyond a
 * limit whole lines are dropped and counted, and a line that went out in part is finished before the next one. One that
 * a process before this one could not finish is ended first.
 *
 * A write costs as much as a tenth of an order, so the lines of one turn go out together. A process that is killed loses
 * those of its last turn.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #onLost: (lines: number) => void;
  #lines: string[] = [];
  #characters = 0;
  /** Of a batch that went out in part. */
  #rest: Buffer | undefined;
  #hasBegun = false;
  #lost = 0;
  #untold = 0;
  #soon: NodeJS.Immediate | undefined;
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

  /** Writes all that waits, as far as it can. */
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

  /** @returns the bytes that went out, or undefined if none can at the moment. */
  #tryToWrite(bytes: Buffer): number | undefined {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch {
      // There is nowhere to tell it: the count of the lost lines does.
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
