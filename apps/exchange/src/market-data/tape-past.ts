import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readTapePast } from '@fulcrum/db';
import { Backoff } from '@fulcrum/log';
import type { MarketSettings, Reads } from '@fulcrum/matching';
import { toError } from '@fulcrum/streams';
import { HOURS, MAX_TRADES, MINUTES, type Tape } from './tape.ts';

export interface TapePastParts {
  readonly db: Database;
  readonly shard: number;
  readonly tape: Tape;
  readonly nowMs: () => number;
  readonly onError: (error: Error) => void;
  /** Tells of a market whose past is not recorded yet, long after the start. */
  readonly onLate: (market: string) => void;
  /** The first pause between two looks, and the longest. */
  readonly everyMs?: number;
  readonly atMostEveryMs?: number;
}

const EVERY_MS = 1_000;

/** So that a recorder that is away for long costs little. */
const AT_MOST_EVERY_MS = 15_000;

/** About two minutes have passed before this look. */
const LATE_LOOK = 12;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** After so long the tape itself has seen all that its tickers and klines tell. */
const LOOKED_FOR_MS = HOURS * HOUR_MS;

/** Puts the recorded past before the trades that come since a replica has begun, once it reaches up to them. */
export class TapePasts {
  readonly #parts: TapePastParts;
  #ending = new AbortController();

  constructor(parts: TapePastParts) {
    this.#parts = parts;
  }

  /** The core begins with the state of a snapshot: trades come again from there on. */
  begin(reads: Pick<Reads, 'market' | 'markets'>): void {
    this.stop();
    this.#ending = new AbortController();
    for (const settings of reads.markets()) {
      const begun = reads.market(settings.market)?.tradeId ?? 0;
      if (begun === 0) continue;
      this.#parts.tape.await(settings.market);
      void this.#settle(settings, begun, reads, this.#ending.signal);
    }
  }

  stop(): void {
    this.#ending.abort(new Error('the tape begins anew'));
  }

  /** @param begun the number of the last trade before those that come. */
  async #settle(
    settings: MarketSettings,
    begun: number,
    reads: Pick<Reads, 'market'>,
    signal: AbortSignal,
  ): Promise<void> {
    const { tape, nowMs, onError, onLate, everyMs = EVERY_MS, atMostEveryMs = AT_MOST_EVERY_MS } = this.#parts;
    const { market } = settings;
    const pauses = new Backoff(everyMs, atMostEveryMs);
    const end = nowMs() + LOOKED_FOR_MS;
    for (let look = 0; nowMs() < end && !signal.aborted; look += 1) {
      if (look === LATE_LOOK) onLate(market);
      try {
        const past = await this.#read(market);
        const last = Number(past.trades[0]?.tradeId ?? 0);
        // One that reaches too far tells of trades that were lost.
        const isJoined = last >= begun && last <= (reads.market(market)?.tradeId ?? 0);
        if (signal.aborted || (isJoined && tape.putBefore(settings, past))) return;
      } catch (error) {
        if (look === 0) onError(toError(error));
      }
      await sleep(pauses.next(), undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) tape.giveUp(market);
  }

  #read(market: string) {
    const { db, shard, nowMs } = this.#parts;
    const now = nowMs();
    const [minute, hour] = [now - (now % MINUTE_MS), now - (now % HOUR_MS)];
    return readTapePast(db, shard, market, {
      trades: MAX_TRADES,
      minutesFrom: Math.floor(minute - (MINUTES - 1) * MINUTE_MS),
      hoursFrom: Math.floor(hour - (HOURS - 1) * HOUR_MS),
    });
  }
}
