import type { Database } from '@fulcrum/db';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { RecorderPosition } from '../../history/recorder-position.ts';
import { CarriedOver } from '../ledger/carried-over.ts';
import { Ledger } from '../ledger/ledger.ts';
import { LedgerRows } from '../ledger/ledger-rows.ts';
import { Downloads } from './downloads.ts';
import { StatementController } from './statement.controller.ts';

export interface StatementsOptions {
  readonly db: Database;
  readonly shard: number;
  readonly reads: AccountReads;
  readonly recorder: RecorderPosition;
  /** The last result that has gone by. */
  readonly passed: () => LogId;
}

/** Joins the parts that read the ledger. */
export function createStatements({ db, shard, reads, recorder, passed }: StatementsOptions): StatementController {
  const rows = new LedgerRows(db, shard);
  const cashOf = async (userId: string) => {
    const answer = await reads.figures(userId);
    const { cash } = required(answer, 'account');
    return { cash, after: answer.outcome === 'answered' ? answer.callback : passed() };
  };
  const ledger = new Ledger(rows, new CarriedOver({ rows, cashOf, reaches: (callback) => recorder.reaches(callback) }));
  return new StatementController({
    ledger,
    downloads: new Downloads(ledger),
    hasAllBefore: async (timeMs) => {
      const last = passed();
      const position = await recorder.look();
      return logTime(position) >= timeMs || compareLogIds(position, last) >= 0;
    },
    ownerOf: async (userId) => {
      const select = { email: true, profile: { select: { name: true } } } as const;
      const { email, profile } = await db.user.findUniqueOrThrow({ where: { id: userId }, select });
      return { userId, email, name: profile?.name ?? undefined };
    },
  });
}
