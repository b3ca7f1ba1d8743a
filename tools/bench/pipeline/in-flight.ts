import { callbackId, type LogId } from '@fulcrum/log';

/** How long a result may take. After the same time the API tells a client that its request is pending. */
const LONGEST_MS = 5_000;

interface Waiting<Tag> {
  readonly tag: Tag;
  readonly sentAtMs: number;
}

interface Arrived {
  readonly text: string;
  readonly atMs: number;
}

/** An entry whose result has come. */
export interface Settled<Tag> {
  readonly tag: Tag;
  readonly text: string;
  readonly sentAtMs: number;
  readonly atMs: number;
}

/**
 * Entries that wait for their results. A result may be read before the reply that tells its entry's id, since both come
 * over different connections.
 */
export class InFlight<Tag> {
  readonly #waiting = new Map<LogId, Waiting<Tag>>();
  readonly #early = new Map<LogId, Arrived>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Results that belong to no entry that was appended. */
  get strays(): number {
    return this.#early.size;
  }

  /** @returns the entry with its result, if that is there already. */
  appended(id: LogId, tag: Tag, sentAtMs: number): Settled<Tag> | undefined {
    const result = callbackId(id, 0);
    const arrived = this.#early.get(result);
    if (arrived === undefined) this.#waiting.set(result, { tag, sentAtMs });
    else this.#early.delete(result);
    return arrived && { tag, sentAtMs, ...arrived };
  }

  /** @returns the entry with its result, if it is known that it was appended. */
  arrived(result: LogId, text: string, atMs: number): Settled<Tag> | undefined {
    const waiting = this.#waiting.get(result);
    if (waiting === undefined) this.#early.set(result, { text, atMs });
    else this.#waiting.delete(result);
    return waiting && { ...waiting, text, atMs };
  }

  /** The oldest entry whose result is overdue. The result is lost then, and the figures are worthless. */
  lost(nowMs: number): LogId | undefined {
    const [oldest] = this.#waiting;
    return oldest !== undefined && nowMs - oldest[1].sentAtMs > LONGEST_MS ? oldest[0] : undefined;
  }
}
