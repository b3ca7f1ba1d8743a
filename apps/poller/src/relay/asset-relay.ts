import type { AppendOutcome } from '@fulcrum/streams';
import type { DropReason } from '../poller-metrics.ts';
import type { Tick } from './check-tick.ts';
import { RelayRule } from './relay-rule.ts';

/** What a relay needs. */
export interface RelayParts {
  readonly toEngine: (tick: Tick) => Promise<AppendOutcome>;
  readonly toScreens: (tick: Tick) => Promise<AppendOutcome>;
  readonly onRelayed: (tick: Tick, stream: 'engine' | 'price', nowMs: number) => void;
  readonly onDropped: (reason: DropReason, detail?: string) => void;
  readonly nowMs: () => number;
}

/** A tick that waited longer than this, in milliseconds, is dropped: it may be outdated, and would look new. */
const MAX_WAIT_MS = 2_000;

/**
 * Relays one asset's ticks, one at a time. While one is in flight to Redis, newer ones replace each other. So nothing
 * queues, however slow Redis is.
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

  /** Takes the latest tick of the asset. It never throws, and the outcome is counted. */
  offer(tick: Tick): void {
    if (!this.#isBusy) {
      this.#work = this.#relayAll(tick);
      return;
    }
    if (this.#waiting !== undefined) this.#parts.onDropped('replaced');
    this.#waiting = { tick, sinceMs: this.#parts.nowMs() };
  }

  /** Resolves when no tick is in flight. */
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

  /**
   * Relays a tick. It counts as relayed only when it is known to be in the stream, so that the next one is not held
   * back.
   */
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
