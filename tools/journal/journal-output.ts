import { type FileLine, JournalGaps, toEndMarkLine, toJournalLine } from '@fulcrum/journal';
import { compareLogIds, type Entry, LOG_START, type LogId } from '@fulcrum/log';

/** The output of `npm run journal`: each entry once, in a line that names a hole before it, and a mark at the end. */
export class JournalOutput {
  readonly #print: (line: string) => Promise<void>;
  readonly #onNote: (message: string) => void;
  readonly #gaps = new JournalGaps();
  #last = LOG_START;
  #entries = 0;
  /** Malformed lines since the last entry. */
  #faults: { readonly first: string; readonly others: number } | undefined;

  /** @param onNote is told of malformed lines where no entry is missing all the same. */
  constructor(print: (line: string) => Promise<void>, onNote: (message: string) => void) {
    this.#print = print;
    this.#onNote = onNote;
  }

  /** The last entry. */
  get last(): LogId {
    return this.#last;
  }

  /** Why lines after the last entry could not be read. */
  get fault(): string | undefined {
    if (this.#faults === undefined) return undefined;
    const { first, others } = this.#faults;
    return others === 0 ? first : `${first}, nor are ${others} behind it`;
  }

  /** What is missing, in sentences for people; undefined when nothing is. */
  get missing(): string | undefined {
    return this.#gaps.describe();
  }

  /** Takes a line of a file. Entries that were written already are skipped. */
  async takeLine(line: FileLine): Promise<void> {
    if (line.entry === undefined) {
      const { first, others } = this.#faults ?? { first: line.fault, others: -1 };
      this.#faults = { first, others: others + 1 };
      return;
    }
    const { text, entry } = line;
    if (compareLogIds(entry.id, this.#last) <= 0) {
      this.#faults = undefined;
      return;
    }
    // A line of an earlier version does not name its predecessor.
    const hole = entry.after === this.#last ? undefined : this.fault;
    if (hole === undefined) this.#forgetFaults();
    this.#faults = undefined;
    if (hole === undefined) return this.#write(entry, text);
    const known = entry.hole === undefined ? hole : `${hole}; ${entry.hole}`;
    await this.#write({ ...entry, after: this.#last, hole: known });
  }

  /** Takes the next entry of the stream. @param hole why entries before it are missing, if any are. */
  async takeEntry({ id, fields }: Entry, hole?: string): Promise<void> {
    const whole = this.#withFault(hole);
    await this.#write({ id, after: this.#last, hole: whole, type: fields.type ?? '', data: fields.data ?? '' });
  }

  /** Ends the journal. @param hole why entries after the last one are missing, if any are. */
  async end(hole?: string): Promise<void> {
    const mark = { end: this.#last, entries: this.#entries, hole: this.#withFault(hole) };
    this.#gaps.end(mark);
    await this.#print(toEndMarkLine(mark));
  }

  async #write(entry: Parameters<JournalGaps['next']>[0], text?: string): Promise<void> {
    const isFirst = this.#entries === 0;
    const written = isFirst ? { ...entry, endMark: true as const } : entry;
    this.#gaps.next(written);
    this.#entries += 1;
    this.#last = entry.id;
    await this.#print(isFirst || text === undefined ? toJournalLine(written) : text);
  }

  /** Adds malformed lines to a hole: it may be where they are. */
  #withFault(hole: string | undefined): string | undefined {
    const { fault } = this;
    if (hole === undefined) this.#forgetFaults();
    this.#faults = undefined;
    return hole === undefined || fault === undefined ? hole : `${fault}; ${hole}`;
  }

  #forgetFaults(): void {
    if (this.fault !== undefined) this.#onNote(`${this.fault}, but nothing is missing there`);
    this.#faults = undefined;
  }
}
