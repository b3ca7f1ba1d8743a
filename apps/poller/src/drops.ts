import type { Logger } from '@fulcrum/service';
import type { DropReason, PollerMetrics } from './poller-metrics.ts';

const LOG_EVERY_MS = 10_000;
/** These are the relay's normal work, and no reason to tell anybody. */
const NORMAL: ReadonlySet<DropReason> = new Set(['repeated', 'replaced']);

/** Counts what is not relayed, and says so in the log at most once in ten seconds. */
export class Drops {
  readonly #metrics: Pick<PollerMetrics, 'countDropped'>;
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #nowMs: () => number;
  #counts: Partial<Record<DropReason, number>> = {};
  #loggedAtMs = Number.NEGATIVE_INFINITY;

  constructor(metrics: Pick<PollerMetrics, 'countDropped'>, logger: Pick<Logger, 'warn'>, nowMs: () => number) {
    this.#metrics = metrics;
    this.#logger = logger;
    this.#nowMs = nowMs;
  }

  /** @param detail goes to the log with the counts, if this is the moment for a line. */
  count(reason: DropReason, detail?: string): void {
    this.#metrics.countDropped(reason);
    if (NORMAL.has(reason)) return;
    this.#counts[reason] = (this.#counts[reason] ?? 0) + 1;
    const nowMs = this.#nowMs();
    if (Math.abs(nowMs - this.#loggedAtMs) < LOG_EVERY_MS) return;
    this.#loggedAtMs = nowMs;
    this.#logger.warn({ dropped: this.#counts, ...(detail !== undefined && { detail }) }, 'not relayed');
    this.#counts = {};
  }
}
