import { randomUUID } from 'node:crypto';
import { type Database, leaveHedgeTurn, takeHedgeTurn } from '@fulcrum/db';

export interface TurnParts {
  readonly db: Database;
  readonly shard: number;
  readonly roundMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
}

/** For how long a turn holds at least, unless it is taken anew. */
const SHORTEST_MS = 5_000;

/** Another hedger may be at work: this one must not send anything. */
export class TurnError extends Error {
  override name = 'TurnError';
}

/** Of several hedgers of a shard one trades at a time. The others stand by. */
export class Turn {
  readonly #parts: TurnParts;
  readonly #holder = randomUUID();
  readonly #lengthMs: number;
  #until = Number.NEGATIVE_INFINITY;

  constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#lengthMs = Math.max(SHORTEST_MS, 3 * parts.roundMs);
  }

  /**
   * Takes the turn, or keeps it.
   *
   * @returns whether it begins: somebody else may have had it in between.
   * @throws TurnError while another one has it.
   */
  async take(): Promise<boolean> {
    const { db, shard, nowMs } = this.#parts;
    const [askedAt, isNew] = [nowMs(), !this.isOurs];
    if (!(await takeHedgeTurn(db, shard, this.#holder, this.#lengthMs)))
      throw new TurnError('another hedger of this shard is at work, and this one stands by');
    // The database counted from later on: so it ends here first.
    this.#until = askedAt + this.#lengthMs;
    return isNew;
  }

  get isOurs(): boolean {
    return this.#parts.nowMs() < this.#until;
  }

  /** @throws TurnError when it has ended meanwhile. */
  check(): void {
    if (!this.isOurs) throw new TurnError('the turn ended while the hedge was at work');
  }

  async leave(): Promise<void> {
    const { db, shard } = this.#parts;
    this.#until = Number.NEGATIVE_INFINITY;
    await leaveHedgeTurn(db, shard, this.#holder);
  }
}
