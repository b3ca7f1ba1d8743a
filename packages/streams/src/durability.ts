import type { Connection } from './connection.ts';

/** What Redis has to be set to, so that an acknowledged order survives a power cut and is never thrown out. */
const REQUIRED = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' } as const;

/** @returns a sentence for each setting with which an acknowledged order can be lost. */
export async function durabilityFaults(redis: Connection): Promise<string[]> {
  let settings: Record<string, string>;
  try {
    settings = toSettings(await redis.call('CONFIG', ['GET', ...Object.keys(REQUIRED)]));
  } catch (error) {
    return [`Redis does not tell its settings (${(error as Error).message}): make sure that it keeps every write.`];
  }
  return Object.entries(REQUIRED)
    .filter(([name, value]) => settings[name] !== value)
    .map(
      ([name, value]) => `Redis has ${name} ${settings[name]}: an acknowledged order can be lost. Set it to ${value}.`,
    );
}

/** Names and values in turn. */
function toSettings(reply: unknown): Record<string, string> {
  const fields = Array.isArray(reply) ? reply.map(String) : [];
  const settings: Record<string, string> = {};
  for (let at = 0; at + 1 < fields.length; at += 2) settings[fields[at] ?? ''] = fields[at + 1] ?? '';
  return settings;
}
