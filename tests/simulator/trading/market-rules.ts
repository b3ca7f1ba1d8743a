import { NEWEST_RULES } from '@fulcrum/cfd';
import type { Random } from '../world/random.ts';

/** What the log tells of the rules and of the instrument in one run. */
export interface MarketRules {
  /** When newer rules than the first are switched on, in milliseconds since the start: at once, in the middle, or never. */
  readonly switchAfterMs: number;
  /** The version that is switched on then. */
  readonly version: number;
  /** How the instrument is guarded, if it is. */
  readonly guards: object;
  /** Whether accounts hedge or net. */
  readonly group: object;
}

/** Old and new rules, and an instrument with and without guards, in equal parts. */
export function marketRules(random: Random): MarketRules {
  return {
    switchAfterMs: random.pick([0, random.between(1_000, 8_000), Number.POSITIVE_INFINITY]),
    guards: random.pick([{}, { maxSpreadBps: 100, maxJumpBps: 300, confirmJumpMs: random.pick([0, 400]) }]),
    version: random.pick([2, NEWEST_RULES]),
    group: random.pick([{}, { positionMode: 'netting' }]),
  };
}
