import { keepLog } from './kept-log.ts';

/** Keeps a log with the results of this version, for later versions: `node .../keep-log-main.ts 1`, once. */
keepLog(Number(process.argv[2]));
