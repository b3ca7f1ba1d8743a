import type { Life } from '../world/life.ts';
import type { World } from '../world/world.ts';

/**
 * Whether it was said loudly that Redis lost entries.
 *
 * @param witnesses engines' lives that had applied what was lost.
 */
export function judgeReports(world: World, witnesses: ReadonlySet<Life>): void {
  if (!world.isLossReported && [...witnesses].some(({ isAlive }) => isAlive))
    world.violate('Redis lost entries that an engine had applied, and nobody said so');
}

/** Whether a loss that the history proves was written down. It takes a recorder, which looks for it. */
export function judgeWrittenDown(world: World): void {
  // Whoever looks for what was acknowledged is told by what was written down whether it can be lost.
  if (world.provenLoss?.losses === world.losses())
    world.violate('Redis lost an entry whose result was in the history, and no loss was written down');
}
