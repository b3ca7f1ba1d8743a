import { FIRST_RULES } from '@fulcrum/cfd';
import { commandsBehind, snapshotOf } from './commands-behind-snapshot.ts';
import type { LogParts } from './log-parts.ts';

/** The version of the rules at the log's end: that of the last snapshot, or what was set behind it. */
export async function rulesVersionOfLog(parts: LogParts): Promise<number> {
  const { db, keys } = parts;
  const checkpoint = await snapshotOf(parts);
  const shard_position = { shard: keys.shard, position: checkpoint };
  const snapshot = await db.snapshot.findUnique({ where: { shard_position }, select: { rulesVersion: true } });
  let version = snapshot?.rulesVersion ?? FIRST_RULES;
  for await (const command of commandsBehind(parts, checkpoint, 'set-rules'))
    version = Math.max(version, command.version);
  return version;
}
