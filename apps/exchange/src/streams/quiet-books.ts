import type { EventJson } from '@fulcrum/matching';
import type { Beginning } from '../core/venue-replica.ts';

interface Told {
  readonly updateId: number;
  /** Milliseconds of log time. */
  readonly time: number;
}

/**
 * Books that have not changed for a while. A client asks for the snapshot only after its first message. So the followers of a
 * quiet book are told that nothing has changed, as at Backpack.
 */
export class QuietBooks {
  readonly #told = new Map<string, Told>();
  /** Those that have changed since it was looked at last. */
  readonly #lively = new Set<string>();

  /** Forgets all, and begins with the state of a snapshot. */
  begin({ reads, time }: Beginning): void {
    this.#told.clear();
    this.#lively.clear();
    for (const { market } of reads.markets())
      this.#told.set(market, { updateId: reads.market(market)?.updateId ?? 0, time });
  }

  changed({ market, updateId, time }: EventJson<'book'>): void {
    this.#told.set(market, { updateId, time });
    this.#lively.add(market);
  }

  /** A look is over: what changes from now on counts for the next. */
  looked(): void {
    this.#lively.clear();
  }

  /**
   * The message of a book that has not changed since the last look. It names the next change as its first, and the present one
   * as its last. So it leaves no gap behind the message before it, nor before the next change.
   */
  message(market: string, nowUs: number): object | undefined {
    if (this.#lively.has(market)) return undefined;
    const { updateId, time } = this.#told.get(market) ?? { updateId: 0, time: nowUs / 1_000 };
    const changes = { a: [], b: [], U: updateId + 1, u: updateId };
    return { ...{ e: 'depth', E: nowUs, s: market }, ...changes, T: Math.floor(1_000 * time) };
  }
}
