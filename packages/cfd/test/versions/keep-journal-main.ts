import { Core } from '@fulcrum/cfd';
import { keepJournal } from './kept-journal.ts';

/** Keeps a journal with the results of this version, for later versions: `node .../keep-journal-main.ts 1`, once. */
keepJournal(Number(process.argv[2]), Core.empty());
