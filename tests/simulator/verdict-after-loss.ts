import { decodeEvents } from '@fulcrum/protocol';
import { loadSnapshot } from '../../apps/engine/src/load-snapshot.ts';
import type { Life } from './life.ts';
import { fieldOf } from './truth.ts';
import type { World } from './world.ts';

/**
 * What has to be true although Redis lost entries and results that were there: it was said loudly, no order was opened
 * twice, and no money was made or lost.
 *
 * @param witnesses engines' lives that had applied what was lost.
 */
export async function judgeAfterLoss(world: World, witnesses: ReadonlySet<Life>): Promise<void> {
  if (!world.isLossReported && [...witnesses].some(({ isAlive }) => isAlive))
    world.violate('Redis lost entries that an engine had applied, and nobody said so');
  judgeResults(world);
  const { core } = await loadSnapshot(world.postgres.tables);
  if (core.imbalance() !== 0n) world.violate('money was made or lost in the snapshot');
}

function judgeResults(world: World): void {
  const opened = new Set<string>();
  for (const { id, fields } of world.redis.server.entries(world.keys.callback)) {
    for (const event of decodeEvents(fieldOf(fields, 'events'))) {
      if (event.type !== 'created') continue;
      if (opened.has(event.orderId)) world.violate(`the order ${event.orderId} was opened twice, again by ${id}`);
      opened.add(event.orderId);
    }
  }
}
