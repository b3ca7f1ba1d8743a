import { totalsTable } from '@fulcrum/cfd';
import type { BulkTable } from '@fulcrum/db';

/** One row for each recent snapshot: what replicas compare, and the totals of the state (see summary.ts in packages/replica). */
export const summaryTable: BulkTable = {
  name: totalsTable.name,
  columns: [
    ['position', 'text'],
    ['formatVersion', 'int'],
    ['stateHash', 'text'],
    ...totalsTable.columns,
    ['entryDigest', 'text'],
  ],
};
