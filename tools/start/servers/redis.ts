import { type DevServer, isRecentEnough, oldestVersion, startRedis, withoutPassword } from '@fulcrum/devstack';
import { connectRedis, durabilityFaults, type RedisAddress, readInfo, toError, whenReady } from '@fulcrum/streams';
import { redisSettingsIn } from '../../log/redis-address.ts';
import { StartError } from '../start-error.ts';

const CONNECT_LIMIT_MS = 5_000;
/** How long refusals are retried: the server may be starting, or be one of several sentinels. */
const REFUSED_LIMIT_MS = 1_000;

/** The part of a server that a start needs, whether it is its own or not. */
export type Running = Pick<DevServer, 'description' | 'exited' | 'restart' | 'stop'>;

/** The Redis of a start, and its address. */
export interface StartedRedis {
  readonly server: Running;
  readonly address: RedisAddress;
  /** The settings of a process for it. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts a private Redis. */
export async function ownRedis(directory: string, onProgress: (message: string) => void): Promise<StartedRedis> {
  const server = await startRedis({ directory, onProgress });
  const settings = { REDIS_URL: server.url };
  return { server, address: settings, settings };
}

/**
 * Uses somebody else's Redis as it is, and says what can be lost with it.
 *
 * @throws an error with a sentence for people when it cannot be used.
 */
export async function namedRedis(
  address: RedisAddress,
  env: NodeJS.ProcessEnv,
  onProgress: (message: string) => void,
): Promise<StartedRedis> {
  const name = nameOf(address);
  const { version, faults } = await ask(address).catch((error) => {
    throw new StartError(
      `${name} cannot be used: ${toError(error).message.replace(/\.$/, '')}. Start it, correct the settings, or unset them to have a private Redis started.`,
    );
  });
  if (!isRecentEnough(version))
    throw new StartError(`${name} is version ${version}: ${oldestVersion} or later is needed.`);
  for (const fault of faults) onProgress(`WARNING: ${fault}`);
  return { server: leftAlone(`${version}. ${name}`), address, settings: redisSettingsIn(env) };
}

/** The name of a Redis for people. One behind sentinels moves, so it has only their name for it. */
function nameOf({ REDIS_URL: url, REDIS_PRIMARY_NAME: primary }: RedisAddress): string {
  return url === undefined
    ? `The Redis that the REDIS_SENTINELS call ${primary}`
    : `The Redis that REDIS_URL names (${withoutPassword(url)})`;
}

function leftAlone(description: string): Running {
  const nothing = async () => {};
  return { description, exited: new Promise(() => {}), restart: nothing, stop: nothing };
}

async function ask(address: RedisAddress): Promise<{ version: string; faults: readonly string[] }> {
  let reason = 'it does not answer';
  const givingUp = new AbortController();
  const giveUpAfter = (ms: number) => setTimeout(() => givingUp.abort(), ms).unref();
  giveUpAfter(CONNECT_LIMIT_MS);
  const redis = connectRedis(address, (error) => {
    reason = error.message;
    giveUpAfter(REFUSED_LIMIT_MS);
  });
  try {
    await whenReady(redis, givingUp.signal).catch(() => {
      throw new Error(reason);
    });
    const { redis_version: version = 'unknown' } = readInfo(await redis.info('server'));
    return { version, faults: await durabilityFaults(redis) };
  } finally {
    redis.disconnect();
  }
}
