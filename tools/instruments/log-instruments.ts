import { randomUUID } from 'node:crypto';
import { instrumentsOfLog, type Settings } from '@fulcrum/desk';
import type { CommandData } from '@fulcrum/protocol';
import { Appender } from '@fulcrum/streams';
import type { LogParts } from '../log/log-parts.ts';

/** Sets the instruments that the log does not know yet. Doing it twice changes nothing. */
export async function setMissing(parts: LogParts, wanted: readonly Settings[]): Promise<string[]> {
  const known = await instrumentsOfLog(parts);
  const missing = wanted.filter(({ asset }) => !known.has(asset));
  for (const settings of missing) await append(parts, settings);
  return missing.map(({ asset }) => asset);
}

/** @throws when it is not certain that the entry stands in the log. To append it again changes nothing. */
async function append({ redis, keys }: LogParts, settings: Settings): Promise<void> {
  const data: CommandData<'set-instrument'> = { requestId: randomUUID(), ...settings };
  const result = await new Appender(redis, keys.engine).append({ type: 'set-instrument', data: JSON.stringify(data) });
  if (result.outcome !== 'appended')
    throw new Error(`${settings.asset} could not be set: ${result.reason}. To try again changes nothing.`);
}
