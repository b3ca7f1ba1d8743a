import { DEFAULT_GROUP, MONEY_DECIMALS } from '@fulcrum/cfd';
import { callbackId } from '@fulcrum/log';
import { type CommandData, decodeEvents } from '@fulcrum/protocol';
import { entriesAfter } from '@fulcrum/streams';
import { snapshotOf } from './commands-behind-snapshot.ts';
import type { LogParts } from './log-parts.ts';

/** What is set for the group of all accounts. */
export type GroupSettings = Omit<CommandData<'set-group'>, 'group' | 'requestId' | 'actor'>;

/** The settings that hold for all accounts: those of the newest snapshot, and what was set behind it. */
export async function limitsOfLog(parts: LogParts): Promise<GroupSettings> {
  const { redis, keys } = parts;
  // The position first: a snapshot that comes meanwhile has the changes behind it already.
  const checkpoint = await snapshotOf(parts);
  let settings = await settingsOfSnapshot(parts);
  for await (const { fields } of entriesAfter(redis, keys.callback, callbackId(checkpoint, 0)))
    for (const event of fields.events?.includes('"group-set"') ? decodeEvents(fields.events) : []) {
      if (event.type !== 'group-set' || event.group !== DEFAULT_GROUP) continue;
      const { type: _type, requestId: _requestId, group: _group, ...set } = event;
      settings = set;
    }
  return settings;
}

/** A limit that does not hold is null in the database, and absent in a command. */
async function settingsOfSnapshot({ db, keys }: LogParts): Promise<GroupSettings> {
  const row = await db.accountGroup.findFirst({ where: { shard: keys.shard, name: DEFAULT_GROUP } });
  const { maxOpenOrders = null, maxNotional = null, maxTotalNotional = null, positionMode = null } = row ?? {};
  return {
    ...(maxOpenOrders === null ? {} : { maxOpenOrders }),
    ...(maxNotional === null ? {} : { maxNotional: maxNotional.toFixed(MONEY_DECIMALS) }),
    ...(maxTotalNotional === null ? {} : { maxTotalNotional: maxTotalNotional.toFixed(MONEY_DECIMALS) }),
    ...(positionMode === null ? {} : { positionMode: positionMode as GroupSettings['positionMode'] }),
  };
}
