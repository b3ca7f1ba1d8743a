import type { FairSource, FairValue } from './fair-value.ts';
import { factorAt, isPaused, type Scenario } from './scenarios.ts';
import { Walk } from './walk.ts';

export interface ScenarioStart {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** How many times as fast as the clock it runs. */
  readonly speed: number;
  readonly seed: number;
}

/** How long a step of the walk takes in the scenario's own time. */
const STEP_MS = 1_000;

/** Half of the widest spread, as a part of the price. */
const HALF_SPREAD = 0.00004;

/** A scenario: it begins where the recording is at its start, and goes its own way from there. */
export class ScenarioFair implements FairSource {
  readonly #base: FairSource;
  readonly #scenario: Scenario;
  readonly #start: ScenarioStart;
  readonly #walks = new Map<string, Walk>();

  constructor(base: FairSource, scenario: Scenario, start: ScenarioStart) {
    this.#base = base;
    this.#scenario = scenario;
    this.#start = start;
  }

  at(symbol: string, nowMs: number): FairValue | undefined {
    const { startedAt, speed } = this.#start;
    const elapsedMs = Math.max(0, (nowMs - startedAt) * speed);
    const first = this.#base.at(symbol, startedAt);
    if (first === undefined || isPaused(this.#scenario, elapsedMs)) return undefined;
    const walk = this.#walkOf(symbol).at(Math.floor(elapsedMs / STEP_MS));
    const middle = first.bid * factorAt(this.#scenario.shape, elapsedMs) * walk;
    return { bid: middle * (1 - HALF_SPREAD), ask: middle * (1 + HALF_SPREAD) };
  }

  #walkOf(symbol: string): Walk {
    const known = this.#walks.get(symbol);
    if (known !== undefined) return known;
    const seed = [...symbol].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), this.#start.seed);
    const walk = new Walk(seed, this.#scenario.noiseBps);
    this.#walks.set(symbol, walk);
    return walk;
  }
}
