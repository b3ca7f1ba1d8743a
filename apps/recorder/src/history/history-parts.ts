import type { Tables } from '@fulcrum/db';
import type { Connection } from '@fulcrum/streams';
import type { LostEntries } from '../copying/lost-entries.ts';
import type { ReaderParts } from '../copying/reader-parts.ts';

/** What it takes to keep the history. */
export interface HistoryParts extends ReaderParts {
  /** Another connection: the first one is held up by blocking reads. */
  readonly asking: Connection;
  readonly tables: Tables;
  readonly lostEntries: LostEntries;
  /** Nothing is written before: whoever reads the history takes it for all that can be known. */
  readonly journalLooked: Promise<void>;
}

/** What is written, for people. */
export const HISTORY = 'the history';
