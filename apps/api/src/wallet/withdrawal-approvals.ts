import { type Database, lockUser, type Queryable } from '@fulcrum/db';
import type { CodeProof } from '@fulcrum/second-factor';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';

/** How long a withdrawal may be sent again after its code was named. Behind that the history tells whether it was made. */
const APPROVED_MS = 15 * 60_000;

interface Wanted {
  readonly transferId: string;
  readonly amount: string;
  readonly code?: string | undefined;
}

/**
 * The withdrawals for which a code was named. A code is good once, but a withdrawal whose answer did not come has to be sent
 * again: the same one needs no other code, and nothing else can be had with it.
 */
export class WithdrawalApprovals {
  readonly #db: Database;
  readonly #codes: Pick<CodeProof, 'ask'>;

  constructor(db: Database, codes: Pick<CodeProof, 'ask'>) {
    this.#db = db;
    this.#codes = codes;
  }

  /** @throws Problem when its user has to name a code for it, and none or a wrong one was named. */
  async require(session: Session, { transferId, amount, code }: Wanted, request: Request): Promise<void> {
    const id = { userId: session.userId, transferId };
    if (await has(this.#db, { ...id, amount })) return;
    const useCode = await this.#codes.ask(session, code, request);
    if (useCode === undefined) return;
    await this.#db.$transaction(async (tx) => {
      await lockUser(tx, id.userId);
      if (await has(tx, { ...id, amount })) return;
      await useCode(tx);
      await tx.withdrawalApproval.deleteMany({ where: { approvedAt: { lt: oldest() } } });
      const approved = { amount, approvedAt: new Date() };
      await tx.withdrawalApproval.upsert({
        where: { userId_transferId: id },
        create: { ...id, ...approved },
        update: approved,
      });
    });
  }
}

async function has(db: Queryable, wanted: { userId: string; transferId: string; amount: string }): Promise<boolean> {
  return (await db.withdrawalApproval.count({ where: { ...wanted, approvedAt: { gt: oldest() } } })) === 1;
}

function oldest(): Date {
  return new Date(Date.now() - APPROVED_MS);
}
