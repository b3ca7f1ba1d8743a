import type { Database } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { RecorderPosition } from '../../history/recorder-position.ts';
import { CarriedOver } from './carried-over.ts';
import { Ledger } from './ledger.ts';
import { LedgerRows } from './ledger-rows.ts';

export interface LedgerSources {
  readonly db: Database;
  readonly shard: number;
  readonly reads: Pick<AccountReads, 'figures'>;
  readonly recorder: RecorderPosition;
  /** The last result that has gone by. */
  readonly passed: () => LogId;
}

/** Joins what the ledger of an account is made of. */
export function createLedger({ db, shard, reads, recorder, passed }: LedgerSources): Ledger {
  const rows = new LedgerRows(db, shard);
  const cashOf = async (userId: string) => {
    const answer = await reads.figures(userId);
    const { cash } = required(answer, 'account');
    return { cash, after: answer.outcome === 'answered' ? answer.callback : passed() };
  };
  return new Ledger(rows, new CarriedOver({ rows, cashOf, reaches: (callback) => recorder.reaches(callback) }));
}
