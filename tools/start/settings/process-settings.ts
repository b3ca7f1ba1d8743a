import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configFaults } from '@fulcrum/service';
import { z } from 'zod';
import { isRedisNamed } from '../../log/redis-address.ts';

const APPS = join(import.meta.dirname, '..', '..', '..', 'apps');

/** Settings that `npm start` itself decides for each process, and why they cannot be set. */
const DECIDED: Readonly<Record<string, string>> = {
  HEALTH_PORT: 'each process gets a free one',
  HEALTH_HOST: 'the health of the processes is for this machine alone',
  EXCHANGE_URL: 'the poller is told where the local venue is',
  VENUE_URL: 'the market maker and the hedge are told where the local venue is',
  MAKER_SECRET: 'the keys of the local market maker are made from its secret',
  NOISE_SECRETS: 'the keys of the local noise traders are made from its secret',
  HEDGE_SECRET: 'the key of the local hedge is made from its secret',
};

/**
 * The faults that the processes would find in an environment, by their own schemas, before any process is started. An
 * app is not a library, so its schema is loaded by path from beside its program.
 */
export async function processFaults(env: NodeJS.ProcessEnv): Promise<string[]> {
  const faults = Object.entries(DECIDED).flatMap(([name, why]) =>
    env[name] ? [`${name}: is decided by npm start (${why}): unset it`] : [],
  );
  const told = { ...env, ...givenByStart(env) };
  for (const schema of await schemas()) faults.push(...configFaults(schema, told));
  return faults;
}

/** Stand-ins for settings that a start gives to its processes, if they are not set. */
function givenByStart(env: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...(isRedisNamed(env) ? {} : { REDIS_URL: 'redis://127.0.0.1' }),
    ...(env.DATABASE_URL ? {} : { DATABASE_URL: 'postgresql://127.0.0.1/fulcrum' }),
    ...(env.JWT_SECRET ? {} : { JWT_SECRET: randomBytes(48).toString('base64') }),
    ...(env.MAKER_SECRET ? {} : { MAKER_SECRET: randomBytes(32).toString('base64') }),
    ...(env.HEDGE_SECRET ? {} : { HEDGE_SECRET: randomBytes(32).toString('base64') }),
    ...(env.JOURNAL_DIR ? {} : { JOURNAL_DIR: tmpdir() }),
  };
}

/** The schemas of all apps that are processes. */
export async function schemas(): Promise<z.ZodType[]> {
  const paths = readdirSync(APPS).map((app) => join(APPS, app, 'src', 'config.ts'));
  const modules = await Promise.all(
    paths.filter((path) => existsSync(path)).map((path) => import(pathToFileURL(path).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter((value) => value instanceof z.ZodType));
}
