import { setTimeout as sleep } from 'node:timers/promises';
import { type Loss, readLosses } from '@fulcrum/db';
import { dueActions, endAnswered, endLost, expireOld, type SendParts, send } from '@fulcrum/desk';
import type { Logger } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';

/** Between two looks while something was approved or ended here a moment ago, and otherwise. */
const BUSY_MS = 40;
const IDLE_MS = 400;
const BUSY_FOR_MS = 5_000;

/** Between two looks at what waits for too long, and at what the log has lost. */
const SELDOM_MS = 5_000;

/** Warnings that are remembered. Actions that another process ends are never tried again here, and would stay for ever. */
const MOST_TOLD = 1_000;

export interface KeeperParts extends SendParts {
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Carries approved actions on, whoever approved them: it sends them, ends them once their answer has come, and ends those that
 * nobody said yes to in time. Each process has one, and what one has begun another one goes on with.
 */
export class ActionKeeper {
  readonly #parts: KeeperParts;
  #busyUntil = 0;
  #seldomAt = 0;
  #wake: (() => void) | undefined;
  /** The last warning of each piece of work that has failed since it last succeeded. */
  readonly #told = new Map<string, string>();
  #judged = '';

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Something was approved here: it is looked at now. */
  wake(): void {
    this.#busyUntil = performance.now() + BUSY_FOR_MS;
    this.#wake?.();
  }

  async run(): Promise<void> {
    const { signal } = this.#parts;
    while (!signal.aborted) {
      await this.#attempt('the actions of the desk have to wait', () => this.#round());
      await this.#rest();
    }
  }

  async #round(): Promise<void> {
    for await (const { id, isUnsent } of dueActions(this.#parts))
      await this.#attempt(`the action ${id} has to wait`, async () => {
        if (isUnsent) await send(this.#parts, id);
        else await endAnswered(this.#parts, id);
      });
    if (performance.now() < this.#seldomAt) return;
    this.#seldomAt = performance.now() + SELDOM_MS;
    await expireOld(this.#parts);
    await this.#endLost();
  }

  /** Losses are rare, and each is judged until the history has been written anew behind it. */
  async #endLost(): Promise<void> {
    const { db, keys, logger } = this.#parts;
    const losses = await readLosses(db, keys.shard);
    const known = losses.map(({ after, foundAt }: Loss) => `${after}@${foundAt}`).join();
    if (known === this.#judged) return;
    const { lost, isOver } = await endLost(this.#parts, losses);
    for (const { id, kind, subject, entryId } of lost)
      logger.error(
        { action: id, kind, subject, entry: entryId },
        'AN ACTION OF THE DESK WAS LOST: the log has lost its entry, and nothing of it is done any more. Ask for it again.',
      );
    if (isOver) this.#judged = known;
  }

  /** What goes wrong with a piece of work is said once, until that work succeeds. */
  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    const { logger, signal } = this.#parts;
    try {
      await work();
      this.#told.delete(what);
    } catch (error) {
      if (signal.aborted) return;
      const { message } = toError(error);
      if (this.#told.get(what) !== message) logger.warn({ err: toError(error) }, what);
      if (this.#told.size >= MOST_TOLD) this.#told.clear();
      this.#told.set(what, message);
    }
  }

  async #rest(): Promise<void> {
    const { signal } = this.#parts;
    const restMs = performance.now() < this.#busyUntil ? BUSY_MS : IDLE_MS;
    const calledOff = new AbortController();
    this.#wake = () => calledOff.abort();
    await sleep(restMs, undefined, { signal: AbortSignal.any([signal, calledOff.signal]) }).catch(() => {});
    this.#wake = undefined;
  }
}
