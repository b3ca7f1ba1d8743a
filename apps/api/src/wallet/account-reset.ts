import type { Answer, EngineClient } from '@fulcrum/engine-client';
import { Problem } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import { eventOf } from '../controllers/engine-answers.ts';
import type { Reply } from '../http/route.ts';
import type { AskedTransfer, Transfers } from './transfers.ts';

export interface AccountResetParts {
  readonly engine: Pick<EngineClient, 'send'>;
  readonly transfers: Transfers;
  /** Only paper money may be made anew. */
  readonly hasPaperDeposits: boolean;
  /** What an account has behind it, in USDC. */
  readonly deposit: string;
}

/** Lets users of paper money start over. The engine closes all positions and books the difference, or does nothing. */
export class AccountReset {
  readonly #parts: AccountResetParts;

  constructor(parts: AccountResetParts) {
    this.#parts = parts;
  }

  async reset({ userId }: Session, transferId: string): Promise<Reply> {
    const { engine, transfers, hasPaperDeposits, deposit } = this.#parts;
    if (!hasPaperDeposits) throw new Problem(403, 'deposits_closed', 'Only accounts with paper money start over.');
    // Users make no other adjustments, so that one under this id is a reset, whatever its amount was.
    const asked: AskedTransfer = { userId, transferId, step: 'adjustment' };
    const isDone = { transferId, status: 'reset' };
    if ((await transfers.known(asked)) !== undefined) return { status: 200, body: isDone };
    const answer = await engine.send('reset-account', { transferId, userId, deposit });
    if ((await transfers.madeMeanwhile(answer, asked)) !== undefined) return { status: 200, body: isDone };
    refuseUnderOlderRules(answer);
    const event = eventOf(answer, 'transferred');
    if (event === undefined) return { status: 202, body: { status: 'pending', transferId } };
    return { status: 201, body: { ...isDone, balance: event.balance } };
  }
}

/** To older rules the command is unknown. There is nothing else that could be wrong with its shape. */
function refuseUnderOlderRules(answer: Answer): void {
  if (answer.outcome !== 'answered' || answer.event.type !== 'rejected') return;
  if (answer.event.code === 'invalid_command')
    throw new Problem(409, 'older_rules', 'Accounts start over from rules version 5 on: npm run rules switches it on.');
}
