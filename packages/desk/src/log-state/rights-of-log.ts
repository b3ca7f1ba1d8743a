import { WORDS } from '@fulcrum/cfd';
import { commandsBehind, snapshotOf } from './commands-behind-snapshot.ts';
import type { LogParts } from './log-parts.ts';

export type Rights = (typeof WORDS.rights)[number];

/** What an account's owner may do as the log has it, whether an engine has applied it yet or not. */
export async function rightsOfLog(parts: LogParts, userId: string): Promise<Rights> {
  const checkpoint = await snapshotOf(parts);
  const key = { shard_userId: { shard: parts.keys.shard, userId } };
  const row = await parts.db.account.findUnique({ where: key, select: { rights: true } });
  let rights = WORDS.rights[row?.rights ?? 0] ?? 'full';
  for await (const command of commandsBehind(parts, checkpoint, 'set-account'))
    if (command.userId === userId) rights = command.rights ?? rights;
  return rights;
}
