import { invalidInput, Problem, unavailable } from '@fulcrum/http';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { timeOfOrderId } from '@fulcrum/protocol';
import { IdLookUps } from './id-look-ups.ts';
import type { OrderHistory } from './trade-history.ts';

/**
 * The engine remembers the id of an order for ten minutes after its end (docs/rules.md, "Ids of orders"). This is ten
 * seconds less, because the clocks of the client, of the API and of the log may be two seconds apart each.
 */
const REMEMBERED_MS = 590_000;

/** How an id is refused that was used before. */
export const USED = { code: 'duplicate_order', message: 'This orderId was that of an order which has ended.' } as const;

/** A client's clock may be ahead by this much. */
const AHEAD_MS = 2_000;

export interface UsedOrderIdsParts {
  readonly history: Pick<OrderHistory, 'lookUpIds'>;
  /** The last result that has gone by. */
  readonly passed: () => LogId;
  /** Whether the history comes to a result before long. */
  readonly reaches: (callback: LogId) => Promise<boolean>;
}

/** Refuses the ids of orders that ended too long ago for the engine to remember them. The history still has them. */
export class UsedOrderIds {
  readonly #parts: UsedOrderIdsParts;
  readonly #lookUps: IdLookUps;

  constructor(parts: UsedOrderIdsParts) {
    const { history } = parts;
    this.#parts = parts;
    this.#lookUps = new IdLookUps((orderIds) => history.lookUpIds(orderIds));
  }

  /**
   * A UUIDv7 of the last minutes needs no look-up. If its order has ended, that was after the id was made, so that the
   * engine still remembers it.
   *
   * @throws Problem when the id was used before, or when that cannot be known.
   */
  async check(orderId: string): Promise<void> {
    const now = Date.now();
    const madeAt = timeOfOrderId(orderId);
    if (madeAt !== undefined && madeAt > now + AHEAD_MS) throw ofTheFuture(madeAt - now);
    if (needsLookUp(madeAt, now) && (await this.#isUsed(orderId)))
      throw new Problem(409, USED.code, USED.message, { orderId });
  }

  /** Whether `check` refuses an id as used. The history has to have come as far as the log. */
  async refuses(orderId: string): Promise<boolean> {
    return needsLookUp(timeOfOrderId(orderId), Date.now()) && (await this.#lookUps.lookUp(orderId)).used.has(orderId);
  }

  async #isUsed(orderId: string): Promise<boolean> {
    const { used, recordedUpTo } = await this.#lookUps.lookUp(orderId);
    const passed = this.#parts.passed();
    if (used.has(orderId) || !isFarBehind(recordedUpTo, passed)) return used.has(orderId);
    // The history also looks far behind after ten minutes without a result, and at the very beginning. It then catches up.
    if (await this.#parts.reaches(passed)) return (await this.#lookUps.lookUp(orderId)).used.has(orderId);
    throw unavailable(
      'The history is behind, so that it is not known whether this orderId was used before. Choose a UUIDv7, or none.',
    );
  }
}

/** @param madeAt when the id was made; undefined for an id that does not say so. */
function needsLookUp(madeAt: number | undefined, now: number): boolean {
  return madeAt === undefined || madeAt < now - REMEMBERED_MS;
}

/** Whether the history is so far behind that it may lack orders that the engine has forgotten. */
export function isFarBehind(recordedUpTo: LogId, passed: LogId): boolean {
  return compareLogIds(recordedUpTo, passed) < 0 && logTime(recordedUpTo) < Date.now() - REMEMBERED_MS;
}

function ofTheFuture(aheadMs: number): Problem {
  return invalidInput({
    orderId: `is a UUIDv7 of the future: its time is ${aheadMs} ms ahead of this server's clock`,
  });
}
