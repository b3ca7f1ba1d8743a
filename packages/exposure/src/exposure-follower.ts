import { lastLossFoundAt } from '@fulcrum/db';
import { LOG_START, type LogId } from '@fulcrum/log';
import { type Connection, Reader, type Reading, resumeAt, skipRemoved } from '@fulcrum/streams';
import { beginExposure, type ExposureSource, lastCommand } from './begin-exposure.ts';
import type { Exposure } from './exposure.ts';

export interface ExposureFollowerOptions extends ExposureSource {
  /** A connection of its own, because following holds it up. */
  readonly redis: Connection;
  readonly signal: AbortSignal;
  /** Told each time that the exposure becomes known. */
  readonly onKnown: () => void;
  /** Told of each error after which it tries again. */
  readonly onError: (error: Error) => void;
}

/** How often it looks whether the log has lost entries. */
const LOOK_EVERY_MS = 2_000;

/** Redis says something every second, if only that there was nothing. */
const SILENCE_LIMIT_MS = 10_000;

/** Keeps the clients' exposure, from the engine's last snapshot on, by its results. */
export class ExposureFollower {
  readonly #options: ExposureFollowerOptions;
  #exposure: Exposure | undefined;
  #heardAt = 0;
  #lossFoundAt = 0;
  #doubtfulUpTo: LogId | undefined;
  #wasLost = false;
  /** The last result that was read. */
  #taken: LogId = LOG_START;

  constructor(options: ExposureFollowerOptions) {
    this.#options = options;
  }

  /** What clients have open now; undefined while that is not known. */
  get exposure(): Exposure | undefined {
    return performance.now() - this.#heardAt < SILENCE_LIMIT_MS ? this.#exposure : undefined;
  }

  /** How long ago it was known that nothing else had happened. */
  get ageMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** Resolves when the signal is given. */
  async run(): Promise<void> {
    const { redis, keys, signal, onError } = this.#options;
    const onGap = (gap: Error) => {
      this.#wasLost = true;
      onError(gap);
    };
    await new Reader({ redis, key: keys.output, signal, begin: () => this.#begin(), onGap, onError }).run();
  }

  async #begin(): Promise<Reading> {
    const { redis, keys, onKnown } = this.#options;
    if (this.#wasLost) this.#doubtfulUpTo = await lastCommand(redis, keys, this.#taken);
    this.#wasLost = false;
    const begun = await beginExposure(this.#options, redis, this.#doubtfulUpTo);
    this.#doubtfulUpTo = 'doubtfulUpTo' in begun ? begun.doubtfulUpTo : undefined;
    if ('doubtfulUpTo' in begun)
      throw new Error(`the log lost entries: waiting for a snapshot that has all up to ${begun.doubtfulUpTo}`);
    const { exposure, behind, lossFoundAt } = begun;
    this.#lossFoundAt = lossFoundAt;
    let lookedAt = performance.now();
    return {
      ...(await placeBehind(redis, keys.output, behind)),
      take: async (entries, isCaughtUp) => {
        for (const entry of entries) exposure.take(entry);
        this.#taken = entries.at(-1)?.id ?? this.#taken;
        if (performance.now() - lookedAt > LOOK_EVERY_MS) {
          await this.#lookForLoss();
          lookedAt = performance.now();
        }
        this.#heardAt = performance.now();
        if (!isCaughtUp || this.#exposure === exposure) return;
        this.#exposure = exposure;
        onKnown();
      },
      close: async () => {
        this.#exposure = undefined;
      },
    };
  }

  /** @throws when a loss was found since the beginning. */
  async #lookForLoss(): Promise<void> {
    const { db, keys } = this.#options;
    if ((await lastLossFoundAt(db, keys.shard)) <= this.#lossFoundAt) return;
    this.#wasLost = true;
    throw new Error('the log lost entries: what clients have open is read anew');
  }
}

/** The place from which a reader gets all that stands behind an id. No entry need stand at that id itself. */
async function placeBehind(redis: Connection, key: string, id: LogId): Promise<Pick<Reading, 'from' | 'first'>> {
  const { from, gap } = await resumeAt(redis, key, id);
  return gap === 'trimmed' ? skipRemoved(redis, key, id) : { from };
}
