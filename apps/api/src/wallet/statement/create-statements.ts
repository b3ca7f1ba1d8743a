import { compareLogIds, logTime } from '@fulcrum/log';
import { createLedger, type LedgerSources } from '../ledger/create-ledger.ts';
import { Downloads } from './downloads.ts';
import { StatementController } from './statement.controller.ts';

/** Joins the parts that read the ledger. */
export function createStatements(sources: LedgerSources): StatementController {
  const { db, recorder, passed } = sources;
  const ledger = createLedger(sources);
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
