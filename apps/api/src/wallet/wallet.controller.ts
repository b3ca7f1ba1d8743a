import { formatDecimal, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import type { Answer, EngineClient } from '@fulcrum/engine-client';
import type { Session } from '@fulcrum/sessions';
import type { z } from 'zod';
import { eventOf } from '../controllers/engine-answers.ts';
import type { RecorderPosition } from '../history/recorder-position.ts';
import { isFarBehind } from '../history/used-order-ids.ts';
import { Problem, unavailable } from '../http/problem.ts';
import type { Reply } from '../http/route.ts';
import type { Page, WalletHistory } from './wallet-history.ts';
import type { transferBody } from './wallet-schemas.ts';

type TransferBody = z.output<typeof transferBody>;

export interface WalletParts {
  readonly engine: Pick<EngineClient, 'send' | 'passed'>;
  readonly history: WalletHistory;
  /** Whether users may pay in paper money by themselves. */
  readonly hasPaperDeposits: boolean;
  readonly recorder: RecorderPosition;
}

/** The signed-in user's money: paid in, put on hold to be paid out, taken back, and listed. */
export class WalletController {
  readonly #parts: WalletParts;

  constructor(parts: WalletParts) {
    this.#parts = parts;
  }

  async deposit({ userId }: Session, { transferId, amount }: TransferBody): Promise<Reply> {
    const { engine, hasPaperDeposits } = this.#parts;
    if (!hasPaperDeposits) throw new Problem(403, 'deposits_closed', 'Deposits are booked when the money has arrived.');
    const known = await this.#known(userId, { transferId, amount }, 'deposit');
    if (known !== undefined) return { status: 200, body: { transferId, ...known, status: 'booked' } };
    const answer = await engine.send('transfer', { transferId, userId, kind: 'deposit', amount });
    const made = await this.#madeMeanwhile(answer, userId, { transferId, amount }, 'deposit');
    if (made !== undefined) return { status: 200, body: { transferId, ...made, status: 'booked' } };
    const event = eventOf(answer, 'transferred');
    return event === undefined ? pending(transferId) : done(201, { ...event, status: 'booked' });
  }

  /** Puts the money on hold. Staff pay it out, or give it back. */
  async withdraw({ userId }: Session, { transferId, amount }: TransferBody): Promise<Reply> {
    const known = await this.#known(userId, { transferId, amount }, 'held');
    if (known !== undefined) return this.#withdrawal(userId, transferId);
    const answer = await this.#parts.engine.send('hold', { transferId, userId, amount });
    const made = await this.#madeMeanwhile(answer, userId, { transferId, amount }, 'held');
    if (made !== undefined) return this.#withdrawal(userId, transferId);
    const event = eventOf(answer, 'held');
    return event === undefined ? pending(transferId) : done(201, { ...event, status: 'waiting' });
  }

  /** Gives back what waits. Where staff were faster, nothing is on hold any more, and the engine says so. */
  async takeBack({ userId }: Session, transferId: string): Promise<Reply> {
    const outcome = 'released';
    const answer = await this.#parts.engine.send('settle-hold', { transferId, userId, outcome });
    const event = eventOf(answer, 'hold-settled');
    return event === undefined ? pending(transferId) : done(200, { ...event, status: event.outcome });
  }

  async withdrawals({ userId }: Session, page: Page): Promise<Reply> {
    return { status: 200, body: await this.#parts.history.withdrawals(userId, page) };
  }

  /**
   * Looks for a transfer with this id, however long ago it was made: the engine knows those of the last ten minutes alone.
   *
   * @returns the same one, if it is there: it is not made again.
   * @throws Problem when the id was used for something else, or when that cannot be known.
   */
  async #known(userId: string, { transferId, amount }: TransferBody, step: string) {
    const { history, engine } = this.#parts;
    const passed = engine.passed;
    const recordedUpTo = await history.recordedUpTo();
    if (isFarBehind(recordedUpTo, passed) && !(await this.#parts.recorder.reaches(passed)))
      throw unavailable('The history is behind, so that it is not known whether this transferId was used before.');
    const found = await history.find(transferId);
    if (found === undefined) return undefined;
    const isSame = found.userId === userId && found.step === step && found.amount === inMillionths(amount);
    if (!isSame) throw new Problem(409, 'duplicate_transfer', 'This transferId was used before, for something else.');
    return { amount: found.amount, bookedAt: found.madeAt };
  }

  /** The same transfer, where the engine refused it because it was made a moment ago: the history did not have it yet. */
  async #madeMeanwhile(answer: Answer, userId: string, body: TransferBody, step: string) {
    const { event, callback } = answer.outcome === 'answered' ? answer : {};
    const isKnown = event?.type === 'rejected' && event.code === 'duplicate_transfer';
    if (!isKnown || callback === undefined || !(await this.#parts.recorder.reaches(callback))) return undefined;
    return this.#known(userId, body, step);
  }

  /** How a withdrawal stands that is in the history. */
  async #withdrawal(userId: string, transferId: string): Promise<Reply> {
    return { status: 200, body: await this.#parts.history.withdrawal(userId, transferId) };
  }
}

/** The amount as the history prints it; undefined for one that the engine refuses. */
function inMillionths(amount: string): string | undefined {
  const units = parseDecimal(amount, MONEY_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, MONEY_DECIMALS);
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
