import type { ScenarioName } from '@fulcrum/simulated-prices';

const MINUTE_MS = 60_000;

/** A made-up course of prices. Times count from the scenario's start. */
export interface Scenario {
  /** Moments in milliseconds, and the factor of the first price then. In between it runs straight. */
  readonly shape: readonly (readonly [atMs: number, factor: number])[];
  /** The standard deviation of a step's own return, in ten-thousandths. */
  readonly noiseBps: number;
  /** When nothing is quoted: from one moment to another in each round of so many milliseconds. */
  readonly pause?: { readonly everyMs: number; readonly fromMs: number; readonly toMs: number };
}

const FLAT: Scenario['shape'] = [[0, 1]];

export const SCENARIOS = {
  calm: { shape: FLAT, noiseBps: 0.15 },
  /** Prices jump down by six per cent, and up by four. */
  gap: {
    shape: [
      [0, 1],
      [2 * MINUTE_MS, 1],
      [2 * MINUTE_MS + 1, 0.94],
      [6 * MINUTE_MS, 0.94],
      [6 * MINUTE_MS + 1, 0.978],
    ],
    noiseBps: 0.5,
  },
  /** The maker falls silent for two minutes of every five, so that prices grow old. */
  stale: {
    shape: FLAT,
    noiseBps: 0.3,
    pause: { everyMs: 5 * MINUTE_MS, fromMs: 2 * MINUTE_MS, toMs: 4 * MINUTE_MS },
  },
  /** Prices fall by a third within three minutes, and find a part of it again in the hours after. */
  crash: {
    shape: [
      [0, 1],
      [2 * MINUTE_MS, 0.995],
      [3 * MINUTE_MS, 0.9],
      [4 * MINUTE_MS, 0.84],
      [5 * MINUTE_MS, 0.66],
      [10 * MINUTE_MS, 0.667],
      [240 * MINUTE_MS, 0.75],
      [1_440 * MINUTE_MS, 0.8],
    ],
    noiseBps: 0.8,
  },
} as const satisfies Record<Exclude<ScenarioName, 'recorded'>, Scenario>;

/** The factor of a shape at a moment. After its last one it stays. */
export function factorAt(shape: Scenario['shape'], atMs: number): number {
  const next = shape.findIndex(([ms]) => ms > atMs);
  const [toMs, to] = shape.at(next) ?? [0, 1];
  const [fromMs, from] = shape[next - 1] ?? [toMs, to];
  if (next <= 0) return to;
  return from + ((to - from) * (atMs - fromMs)) / (toMs - fromMs);
}

/** Whether a scenario quotes nothing at a moment. */
export function isPaused({ pause }: Scenario, atMs: number): boolean {
  if (pause === undefined) return false;
  const within = atMs % pause.everyMs;
  return within >= pause.fromMs && within < pause.toMs;
}
