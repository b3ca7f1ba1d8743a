import type { Connection } from './connection.ts';

/** The settings of Redis with which an acknowledged order survives a power cut and is never evicted. */
const REQUIRED = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' } as const;

/**
 * @param minReplicas how many replicas have to have an entry before it counts as acknowledged.
 * @returns a sentence for each setting with which an acknowledged order can be lost.
 */
export async function durabilityFaults(redis: Connection, minReplicas = 0): Promise<string[]> {
  let settings: Record<string, string>;
  try {
    settings = toSettings(await redis.call('CONFIG', ['GET', ...Object.keys(REQUIRED), REPLICAS]));
  } catch (error) {
    return [`Redis does not tell its settings (${(error as Error).message}): make sure that it keeps every write.`];
  }
  const faults = Object.entries(REQUIRED)
    .filter(([name, value]) => settings[name] !== value)
    .map(
      ([name, value]) => `Redis has ${name} ${settings[name]}: an acknowledged order can be lost. Set it to ${value}.`,
    );
  return [...faults, ...tooFewReplicas(settings, minReplicas)];
}

/** Redis refuses writes while it has fewer replicas. */
const REPLICAS = 'min-replicas-to-write';

function tooFewReplicas(settings: Record<string, string>, minReplicas: number): string[] {
  const { [REPLICAS]: count = '0' } = settings;
  if (Number(count) >= minReplicas) return [];
  return [
    `Redis has ${REPLICAS} ${count}: an acknowledged order can be lost. Set it to ${minReplicas}, or lower MIN_REPLICAS.`,
  ];
}

/** Names and values in turn. */
function toSettings(reply: unknown): Record<string, string> {
  const fields = Array.isArray(reply) ? reply.map(String) : [];
  const settings: Record<string, string> = {};
  for (let at = 0; at + 1 < fields.length; at += 2) settings[fields[at] ?? ''] = fields[at + 1] ?? '';
  return settings;
}
