import { Core } from '@fulcrum/cfd';
import { keepJournal } from './kept-journal.ts';

/** Keeps what this version makes of a journal, for the versions to come: `node .../keep-journal-main.ts 1`, once. */
keepJournal(Number(process.argv[2]), Core.empty());
