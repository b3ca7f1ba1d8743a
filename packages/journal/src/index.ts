export { type EndMark, parseEndMark, toEndMarkLine } from './end-mark.ts';
export { type FileLine, journalLines } from './journal-files.ts';
export { journalFolder } from './journal-folder.ts';
export { type JournalGap, JournalGaps } from './journal-gaps.ts';
export { JournalLease, LeaseLostError } from './journal-lease.ts';
export { type JournalEntry, JournalLineError, parseJournalLine, toJournalLine } from './journal-line.ts';
export { JournalWriter } from './journal-writer.ts';
export { linesOf } from './lines.ts';
export { deleteOldFiles } from './old-files.ts';
