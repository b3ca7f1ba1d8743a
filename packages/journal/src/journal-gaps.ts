import { LOG_START, type LogId } from '@fulcrum/log';
import type { EndMark } from './end-mark.ts';
import type { JournalEntry } from './journal-line.ts';

/** A place at which a journal does not have what stood in the log. */
export interface JournalGap {
  readonly after: LogId;
  readonly before: LogId | typeof END;
  readonly why: string;
}

/** What stands behind the last entry. */
const END = 'the end';

/** All gaps are counted, and this many are described. */
const MOST_TOLD = 20;

/** Entries that an engine writes where the log was lost. */
const MARKER = 'marker';

/** Follows the entries of a journal in their order, and notes what is missing between them. */
export class JournalGaps {
  readonly #told: JournalGap[] = [];
  #count = 0;
  #last = LOG_START;
  #entries = 0;
  #hasPromisedEnd = false;
  #hasEnd = false;

  get count(): number {
    return this.#count;
  }

  /** The first ones. */
  get told(): readonly JournalGap[] {
    return this.#told;
  }

  /** Whether the journal says where it ends, so that a missing end is noticed. */
  get tellsEnd(): boolean {
    return this.#hasEnd || this.#hasPromisedEnd;
  }

  next({ id, after, hole, endMark, type }: JournalEntry): void {
    const note = (why: string) => this.#note({ after: this.#last, before: id, why });
    if (after !== undefined && after !== this.#last) note(`the line of ${after} should stand there, and is missing`);
    if (hole !== undefined) note(hole);
    else if (type === MARKER) note('an engine found that the log was lost there');
    this.#last = id;
    this.#entries += 1;
    this.#hasEnd = false;
    this.#hasPromisedEnd ||= endMark === true;
  }

  end({ end, entries, hole }: EndMark): void {
    const isCut = end !== this.#last;
    if (isCut) this.#noteEnd(`the lines up to that of ${end} should stand there, and are missing`);
    else if (entries !== this.#entries && this.#count === 0)
      this.#noteEnd(`the mark there counts ${entries} entries, of which ${this.#entries} stand in it`);
    if (hole !== undefined) this.#noteEnd(hole);
    this.#hasEnd = true;
  }

  /** To be told when nothing follows. */
  finish(): void {
    if (this.#hasPromisedEnd && !this.#hasEnd)
      this.#noteEnd('its last lines are missing, and the mark of its end with them');
  }

  #noteEnd(why: string): void {
    this.#note({ after: this.#last, before: END, why });
  }

  /** In sentences for people, and undefined when the journal is whole. */
  describe(): string | undefined {
    if (this.#count === 0) return undefined;
    const places = this.#told.map(({ after, before, why }) => `  after ${after}, before ${before}: ${why}`);
    if (this.#count > places.length) places.push(`  and ${this.#count - places.length} more`);
    return `is not whole: in ${this.#count} place(s) entries of the log are missing, so that balances and orders may differ from the engine's.\n${places.join('\n')}`;
  }

  #note(gap: JournalGap): void {
    this.#count += 1;
    if (this.#told.length < MOST_TOLD) this.#told.push(gap);
  }
}
