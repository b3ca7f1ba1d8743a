/** What the program of a snapshot thread loads. With all else of the package its start took twice as long. */
export { serveSnapshots } from './snapshots/serve-snapshots.ts';
export { summaryTableOf } from './snapshots/summary.ts';
