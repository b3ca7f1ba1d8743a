import type { Logger } from '@fulcrum/service';
import type { DropReason, PollerMetrics } from './poller-metrics.ts';

const LOG_EVERY_MS = 10_000;
/** Drops that are the relay's normal work, and are not logged. */
const NORMAL: ReadonlySet<DropReason> = new Set(['repeated', 'replaced']);

/** Counts dropped ticks, and logs the counts at most once in ten seconds. */
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

  /** @param detail is logged with the counts, if a line is due now. */
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
