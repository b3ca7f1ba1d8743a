import { Core } from '@fulcrum/cfd';
import { keepJournal } from './kept-journal.ts';

/** Keeps a journal with the results of this version, for later versions: `node .../keep-journal-main.ts 1`, once. */
const [, , version, seed = version] = process.argv;
keepJournal(Number(version), Core.empty(), Number(seed));
