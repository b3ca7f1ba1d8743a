import { readCheckpoint } from '@fulcrum/db';
import { decodeCommand } from '@fulcrum/protocol';
import { entriesAfter } from '@fulcrum/streams';
import type { LogParts } from './log-parts.ts';

type Decoded = ReturnType<typeof decodeCommand>;
type Named<Type extends Decoded['type']> = Extract<Decoded, { type: Type }>;

/**
 * The commands of one type that stand in the log behind an engine's snapshot, whether an engine has applied them yet or not.
 *
 * @param checkpoint the snapshot's. It is read before the snapshot: commands that are in it already may come once more.
 */
export async function* commandsBehind<Type extends Decoded['type']>(
  { redis, keys }: Pick<LogParts, 'redis' | 'keys'>,
  checkpoint: string,
  type: Type,
): AsyncGenerator<Named<Type>> {
  for await (const { fields } of entriesAfter(redis, keys.engine, checkpoint)) {
    if (fields.type !== type) continue;
    const command = decodeCommand(fields.type, fields.data ?? '');
    if (command.type === type) yield command as Named<Type>;
  }
}

export function snapshotOf({ db, keys }: Pick<LogParts, 'db' | 'keys'>): Promise<string> {
  return readCheckpoint(db, keys.shard, 'engine');
}
