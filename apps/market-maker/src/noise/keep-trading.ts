import { setTimeout as sleep } from 'node:timers/promises';
import type { NoiseTrader } from './noise-trader.ts';

/** How long a trader waits while quotes walk, and after a fault. */
const HURRY_MS = 100;
const PAUSE_MS = 2_000;

export interface Rhythm {
  /** The mean time between two actions. */
  readonly everyMs: number;
  readonly random: () => number;
  /** Whether somewhere the quotes walk, and wait to be traded at. */
  readonly isHurried: () => boolean;
  /** Is told of each fault. */
  readonly onFault: (error: Error) => void;
}

/** Lets a noise trader act again and again. */
export async function keepTrading(trader: NoiseTrader, rhythm: Rhythm, signal: AbortSignal): Promise<void> {
  const { everyMs, random, isHurried, onFault } = rhythm;
  let waitMs = everyMs;
  while (!signal.aborted) {
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    waitMs = isHurried() ? Math.min(HURRY_MS, everyMs) : everyMs * 2 * random();
    try {
      await trader.act();
    } catch (error) {
      onFault(error as Error);
      trader.lookAgain();
      waitMs = Math.max(waitMs, isHurried() ? HURRY_MS : PAUSE_MS);
    }
  }
}
