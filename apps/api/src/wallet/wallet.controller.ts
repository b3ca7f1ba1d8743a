import type { EngineClient } from '@fulcrum/engine-client';
import { Problem } from '@fulcrum/http';
import { assert } from '@fulcrum/log';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { z } from 'zod';
import { eventOf } from '../controllers/engine-answers.ts';
import type { Reply } from '../http/route.ts';
import type { IdentityGuard } from '../identity/identity-guard.ts';
import type { AskedTransfer, Transfers } from './transfers.ts';
import type { Page, WalletHistory } from './wallet-history.ts';
import type { transferBody, withdrawalBody } from './wallet-schemas.ts';
import type { WithdrawalApprovals } from './withdrawal-approvals.ts';

type TransferBody = z.output<typeof transferBody>;
type WithdrawalBody = z.output<typeof withdrawalBody>;

export interface WalletParts {
  readonly engine: Pick<EngineClient, 'send'>;
  readonly history: WalletHistory;
  /** Whether users may pay in paper money by themselves. */
  readonly hasPaperDeposits: boolean;
  readonly transfers: Transfers;
  readonly approvals: Pick<WithdrawalApprovals, 'require'>;
  readonly identity: Pick<IdentityGuard, 'require'>;
}

/** The signed-in user's money: paid in, put on hold to be paid out, taken back, and listed. */
export class WalletController {
  readonly #parts: WalletParts;

  constructor(parts: WalletParts) {
    this.#parts = parts;
  }

  async deposit({ userId }: Session, { transferId, amount }: TransferBody): Promise<Reply> {
    const { engine, transfers, hasPaperDeposits, identity } = this.#parts;
    if (!hasPaperDeposits) throw new Problem(403, 'deposits_closed', 'Deposits are booked when the money has arrived.');
    const asked: AskedTransfer = { userId, transferId, amount, step: 'deposit' };
    const known = await transfers.known(asked);
    if (known !== undefined) return { status: 200, body: { transferId, ...known, status: 'booked' } };
    await identity.require(userId, 'deposits');
    const answer = await engine.send('transfer', { transferId, userId, kind: 'deposit', amount });
    const made = await transfers.madeMeanwhile(answer, asked);
    if (made !== undefined) return { status: 200, body: { transferId, ...made, status: 'booked' } };
    const event = eventOf(answer, 'transferred');
    return event === undefined ? pending(transferId) : done(201, { ...event, status: 'booked' });
  }

  /** Puts the money on hold. Staff pay it out, or give it back. */
  async withdraw(session: Session, { transferId, amount, code }: WithdrawalBody, request: Request): Promise<Reply> {
    const { engine, transfers, approvals, identity } = this.#parts;
    const { userId } = session;
    const asked: AskedTransfer = { userId, transferId, amount, step: 'held' };
    if ((await transfers.known(asked)) !== undefined) return this.#withdrawal(userId, transferId);
    await identity.require(userId, 'withdrawals');
    await approvals.require(session, { transferId, amount, code }, request);
    const answer = await engine.send('hold', { transferId, userId, amount });
    if ((await transfers.madeMeanwhile(answer, asked)) !== undefined) return this.#withdrawal(userId, transferId);
    const event = eventOf(answer, 'held');
    return event === undefined ? pending(transferId) : done(201, { ...event, status: 'waiting' });
  }

  /** Gives back what waits, or waited until it was given back. What staff have paid is on hold no more, and the engine says so. */
  async takeBack({ userId }: Session, transferId: string): Promise<Reply> {
    const { engine, transfers } = this.#parts;
    const outcome = 'released';
    const answer = await engine.send('settle-hold', { transferId, userId, outcome });
    const released = await transfers.releasedBefore(answer, userId, transferId);
    if (released !== undefined) return { status: 200, body: released };
    const event = eventOf(answer, 'hold-settled');
    return event === undefined ? pending(transferId) : done(200, { ...event, status: event.outcome });
  }

  async withdrawals({ userId }: Session, page: Page): Promise<Reply> {
    return { status: 200, body: await this.#parts.history.withdrawals(userId, page) };
  }

  /** How a withdrawal stands that is in the history. */
  async #withdrawal(userId: string, transferId: string): Promise<Reply> {
    const withdrawal = await this.#parts.history.withdrawal(userId, transferId);
    assert(withdrawal !== undefined, 'a withdrawal that was found is there');
    return { status: 200, body: withdrawal };
  }
}

function pending(transferId: string): Reply {
  return { status: 202, body: { status: 'pending', transferId } };
}

function done(
  status: number,
  { transferId, amount, status: state }: { transferId: string; amount: string; status: string },
) {
  return { status, body: { transferId, amount, status: state } };
}
