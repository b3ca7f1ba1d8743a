import { LOG_START, type LogId } from '@fulcrum/log';
import type { JournalEntry } from './journal-line.ts';

/** A place at which a journal does not have what stood in the log. */
export interface JournalGap {
  readonly after: LogId;
  readonly before: LogId;
  readonly why: string;
}

/** So many are kept to be told, and all are counted. */
const MOST_TOLD = 20;

/** Entries that an engine writes where the log was lost. */
const MARKER = 'marker';

/** Follows the entries of a journal in their order, and notes what is missing between them. */
export class JournalGaps {
  readonly #told: JournalGap[] = [];
  #count = 0;
  #last = LOG_START;

  get count(): number {
    return this.#count;
  }

  /** The first ones. */
  get told(): readonly JournalGap[] {
    return this.#told;
  }

  next({ id, after, hole, type }: JournalEntry): void {
    const note = (why: string) => this.#note({ after: this.#last, before: id, why });
    if (after !== undefined && after !== this.#last) note(`the line of ${after} should stand there, and is missing`);
    if (hole !== undefined) note(hole);
    else if (type === MARKER) note('an engine found that the log was lost there');
    this.#last = id;
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
