import { formatDecimal, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import type { Answer, EngineClient } from '@fulcrum/engine-client';
import type { RecorderPosition } from '../history/recorder-position.ts';
import { isFarBehind } from '../history/used-order-ids.ts';
import { Problem, unavailable } from '../http/problem.ts';
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
    const { event, callback } = answer.outcome === 'answered' ? answer : {};
    const isKnown = event?.type === 'rejected' && event.code === 'duplicate_transfer';
    if (!isKnown || callback === undefined) return undefined;
    // The refusal alone does not tell the same transfer from another one: the history does, once it is there.
    if (!(await this.#parts.recorder.reaches(callback))) throw historyBehind();
    return this.known(asked);
  }
}

function historyBehind(): Problem {
  return unavailable('The history is behind, so that it is not known for what this transferId was used before.');
}

/** The amount as the history prints it; undefined for one that the engine refuses. */
function inMillionths(amount: string): string | undefined {
  const units = parseDecimal(amount, MONEY_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, MONEY_DECIMALS);
}
