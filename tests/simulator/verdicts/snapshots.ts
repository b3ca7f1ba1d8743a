import { LOG_START } from '@fulcrum/log';
import { type Changes, type Core, loadSnapshot, readSummary, type SnapshotCodec } from '@fulcrum/replica';
import type { World } from '../world/world.ts';

/** Each snapshot has the hash of the state at its position, and the digest of the entry there. The last one can be loaded. */
export async function judgeSnapshots<C extends Core<Ch>, Ch extends Changes>(
  world: World,
  codec: SnapshotCodec<C, Ch>,
): Promise<void> {
  const { truth, postgres } = world;
  for (const row of postgres.tables.all(codec.summaryTable)) {
    const { position, stateHash, entryDigest } = readSummary(row);
    const expected = truth.hashAt(position);
    if (stateHash !== expected) world.violate(`the snapshot at ${position} has the hash ${stateHash}, not ${expected}`);
    if (entryDigest !== truth.digestAt(position))
      world.violate(`the snapshot at ${position} has the digest of another entry`);
  }
  const { core, position } = await loadSnapshot(codec, postgres.tables);
  if (position === LOG_START) return;
  const expected = truth.hashAt(position);
  const hash = core.stateHash();
  if (hash !== expected) world.violate(`the snapshot loaded at ${position} is the state ${hash}, not ${expected}`);
}
