import { formatDecimal, MONEY_DECIMALS, parseDecimal, type RejectionCode } from '@fulcrum/cfd';
import type { Answer, EngineClient } from '@fulcrum/engine-client';
import { Problem, unavailable } from '@fulcrum/http';
import type { RecorderPosition } from '../history/recorder-position.ts';
import { isFarBehind } from '../history/used-order-ids.ts';
import type { WalletHistory } from './wallet-history.ts';

/** What a transfer was asked to do, by its first step. */
export interface AskedTransfer {
  readonly userId: string;
  readonly transferId: string;
  /** Absent where the engine works it out. */
  readonly amount?: string;
  readonly step: 'deposit' | 'held' | 'adjustment';
}

/** A transfer as the history has it. */
export interface MadeTransfer {
  readonly amount: string;
  /** Milliseconds of log time. */
  readonly bookedAt: number;
}

export interface TransfersParts {
  readonly engine: Pick<EngineClient, 'passed'>;
  readonly history: WalletHistory;
  readonly recorder: RecorderPosition;
}

/** Finds transfers that were made before, so that none is made twice. */
export class Transfers {
  readonly #parts: TransfersParts;

  constructor(parts: TransfersParts) {
    this.#parts = parts;
  }

  /**
   * Looks for a transfer with this id, however long ago it was made: the engine knows those of the last ten minutes alone.
   *
   * @returns the same one, if it is there: it is not made again.
   * @throws Problem when the id was used for something else, or when that cannot be known.
   */
  async known(asked: AskedTransfer): Promise<MadeTransfer | undefined> {
    const { history, engine, recorder } = this.#parts;
    const passed = engine.passed;
    const recordedUpTo = await history.recordedUpTo();
    if (isFarBehind(recordedUpTo, passed) && !(await recorder.reaches(passed))) throw historyBehind();
    const found = await history.find(asked.transferId);
    if (found === undefined) return undefined;
    const { userId, step, amount } = asked;
    const isSame = found.userId === userId && found.step === step;
    if (!isSame || (amount !== undefined && found.amount !== inMillionths(amount)))
      throw new Problem(409, 'duplicate_transfer', 'This transferId was used before, for something else.');
    return { amount: found.amount, bookedAt: found.madeAt };
  }

  /**
   * The same transfer, where the engine refused it because it was made a moment ago: the history did not have it yet.
   *
   * @throws Problem when the history does not get there in time, so that nobody is told of a transfer as refused that was made.
   */
  async madeMeanwhile(answer: Answer, asked: AskedTransfer): Promise<MadeTransfer | undefined> {
    // The refusal alone does not tell the same transfer from another one: the history does, once it is there.
    return (await this.#isRefusedWith('duplicate_transfer', answer)) ? this.known(asked) : undefined;
  }

  /**
   * The user's withdrawal, where the engine refused to give it back because nothing is on hold, and it was given back before.
   *
   * @throws Problem when the history does not get there in time.
   */
  async releasedBefore(answer: Answer, userId: string, transferId: string) {
    if (!(await this.#isRefusedWith('unknown_transfer', answer))) return undefined;
    const withdrawal = await this.#parts.history.withdrawal(userId, transferId);
    return withdrawal?.status === 'released' ? withdrawal : undefined;
  }

  /** Whether the engine refused with this code. Then the history has come as far as that. */
  async #isRefusedWith(code: RejectionCode, answer: Answer): Promise<boolean> {
    const { event, callback } = answer.outcome === 'answered' ? answer : {};
    if (event?.type !== 'rejected' || event.code !== code || callback === undefined) return false;
    if (!(await this.#parts.recorder.reaches(callback))) throw historyBehind();
    return true;
  }
}

function historyBehind(): Problem {
  return unavailable('The history is behind, so that it is not known what became of this transferId before.');
}

/** The amount as the history prints it; undefined for one that the engine refuses. */
function inMillionths(amount: string): string | undefined {
  const units = parseDecimal(amount, MONEY_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, MONEY_DECIMALS);
}
