import { CLOSED_ID_AGE_MS } from './limits.ts';

export interface ClosedIdRecord {
  readonly orderId: string;
  readonly userId: string;
  /** Milliseconds of log time. */
  readonly closedAt: number;
}

/** The ids of the orders closed in the last ten minutes, which may not be used again. */
export class ClosedIds {
  /** In the order of closing, because log time never goes back: the oldest is always first. */
  readonly #records = new Map<string, ClosedIdRecord>();
  #oldest = Number.POSITIVE_INFINITY;

  add(record: ClosedIdRecord): void {
    this.#records.set(record.orderId, record);
    if (this.#records.size === 1) this.#oldest = record.closedAt;
  }

  get(orderId: string): ClosedIdRecord | undefined {
    return this.#records.get(orderId);
  }

  values(): Iterable<ClosedIdRecord> {
    return this.#records.values();
  }

  /** Takes out and returns the ids that were closed more than ten minutes before `now`. */
  expire(now: number): ClosedIdRecord[] {
    const expired: ClosedIdRecord[] = [];
    if (this.#oldest + CLOSED_ID_AGE_MS >= now) return expired;
    this.#oldest = Number.POSITIVE_INFINITY;
    for (const record of this.#records.values()) {
      if (record.closedAt + CLOSED_ID_AGE_MS >= now) {
        this.#oldest = record.closedAt;
        break;
      }
      expired.push(record);
      this.#records.delete(record.orderId);
    }
    return expired;
  }
}

/** The text that stands for a closed id in the state's hash. */
export function closedIdHashText({ orderId, userId, closedAt }: ClosedIdRecord): string {
  return `closed|${orderId}|${userId}|${closedAt}`;
}
