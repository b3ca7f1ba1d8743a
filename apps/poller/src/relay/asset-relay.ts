import type { AppendOutcome } from '@fulcrum/streams';
import type { DropReason } from '../poller-metrics.ts';
import type { Tick } from './check-tick.ts';
import { RelayRule } from './relay-rule.ts';

/** What a relay needs from outside. */
export interface RelayParts {
  readonly toEngine: (tick: Tick) => Promise<AppendOutcome>;
  readonly toScreens: (tick: Tick) => Promise<AppendOutcome>;
  readonly onRelayed: (tick: Tick, stream: 'engine' | 'price', nowMs: number) => void;
  readonly onDropped: (reason: DropReason, detail?: string) => void;
  readonly nowMs: () => number;
}

/** A tick that had to wait longer than this, in milliseconds, may not be true any more, and would look like news. */
const MAX_WAIT_MS = 2_000;

/**
 * Relays one asset's ticks, one at a time. While one is on its way to Redis newer ones replace each other, so that
 * nothing queues however slow Redis is.
 */
export class AssetRelay {
  readonly #parts: RelayParts;
  readonly #rule = new RelayRule();
  #isBusy = false;
  #work: Promise<void> = Promise.resolve();
  #waiting: { readonly tick: Tick; readonly sinceMs: number } | undefined;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** Takes a tick, the latest of its asset. It never throws, and what becomes of the tick is counted. */
  offer(tick: Tick): void {
    if (!this.#isBusy) {
      this.#work = this.#relayAll(tick);
      return;
    }
    if (this.#waiting !== undefined) this.#parts.onDropped('replaced');
    this.#waiting = { tick, sinceMs: this.#parts.nowMs() };
  }

  /** Resolves when nothing is on its way. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #relayAll(first: Tick): Promise<void> {
    this.#isBusy = true;
    for (let tick: Tick | undefined = first; tick !== undefined; tick = this.#next()) {
      const receivers = this.#rule.receivers(tick, this.#parts.nowMs());
      if (receivers === 'nobody') this.#parts.onDropped('repeated');
      else await this.#relay(tick, receivers);
    }
    this.#isBusy = false;
  }

  #next(): Tick | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined || this.#parts.nowMs() - waiting.sinceMs <= MAX_WAIT_MS) return waiting?.tick;
    this.#parts.onDropped('late');
    return undefined;
  }

  /** Only what is known to be in a stream counts as relayed there, so that the next tick is not held back for it. */
  async #relay(tick: Tick, receivers: 'all' | 'screens'): Promise<void> {
    const { toEngine, toScreens, onRelayed, nowMs } = this.#parts;
    const sentAtMs = nowMs();
    const [engine, screens] = await Promise.all([receivers === 'all' ? toEngine(tick) : undefined, toScreens(tick)]);
    if (engine?.outcome === 'appended') {
      this.#rule.engineHas(tick, sentAtMs);
      onRelayed(tick, 'engine', nowMs());
    }
    if (screens.outcome === 'appended') {
      this.#rule.screensHave(tick, sentAtMs);
      onRelayed(tick, 'price', nowMs());
    }
    this.#countFailure(engine?.outcome === 'appended' ? screens : (engine ?? screens));
  }

  #countFailure(result: AppendOutcome): void {
    if (result.outcome === 'appended') return;
    this.#parts.onDropped(result.outcome === 'refused' ? 'refused' : 'unknown_outcome', result.reason);
  }
}
