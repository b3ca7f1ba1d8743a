import { totalsTable } from '@fulcrum/cfd';
import { summaryTableOf } from '@fulcrum/replica/thread';

/** One row for each recent snapshot: what replicas compare, and the totals of the state. */
export const summaryTable = summaryTableOf(totalsTable);
