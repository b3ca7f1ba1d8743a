import type { LostEntries } from '../copying/lost-entries.ts';
import type { ResultsParts } from '../copying/record-results.ts';

/** What it takes to keep the history. */
export interface HistoryParts extends ResultsParts {
  readonly lostEntries: LostEntries;
  /** Nothing is written before: whoever reads the history takes it for all that can be known. */
  readonly journalLooked: Promise<void>;
}

/** What is written, for people. */
export const HISTORY = 'the history';
