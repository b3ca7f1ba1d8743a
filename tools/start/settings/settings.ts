import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { ConfigError, configFaults, listen, type PriceSource, readConfig, setting } from '@fulcrum/service';
import { sessionSecret } from '@fulcrum/sessions';
import { SCENARIO_NAMES, type ScenarioName } from '@fulcrum/simulated-prices';
import type { RedisAddress } from '@fulcrum/streams';
import { z } from 'zod';
import { instrumentsFile, readInstrumentFile } from '../../instruments/instrument-file.ts';
import { redisNamedBy } from '../../log/redis-address.ts';
import { REPLICAS, readArguments } from './arguments.ts';
import { processFaults } from './process-settings.ts';

/** The settings that a start itself needs. All others reach the processes unchanged. */
export const startSettings = z.object({
  FULCRUM_HOME: setting.folder.default('.fulcrum'),
  API_PORT: setting.port(4000),
  WS_PORT: setting.port(8080),
  EXCHANGE_PORT: setting.portOfAnother,
  HOST: setting.host.default('127.0.0.1'),
  PRICE_SOURCE: setting.priceSources,
  VENUE: z.enum(['on', 'off']).default('on'),
  SCENARIO: z.enum(SCENARIO_NAMES).default('recorded'),
  HEDGE: z.enum(['on', 'off']).default('off'),
  REPLICAS: z.string().regex(REPLICAS.pattern, REPLICAS.message).default('1').transform(Number),
  DATABASE_URL: setting.databaseUrl.optional(),
  MIGRATION_DATABASE_URL: setting.databaseUrl.optional(),
  JWT_SECRET: sessionSecret.optional(),
  JOURNAL_DIR: setting.folder.optional(),
  ACCEPT_NEW_DATABASE: setting.logId.optional(),
});

/** The ports are on one machine, so they must differ. This is checked even if other settings are wrong. */
const schema = startSettings.check(
  z.refine<z.output<typeof startSettings>>(({ API_PORT, WS_PORT }) => API_PORT !== WS_PORT, {
    path: ['WS_PORT'],
    message: 'must be another port than API_PORT',
    when: () => true,
  }),
  z.refine<z.output<typeof startSettings>>(
    ({ API_PORT, WS_PORT, EXCHANGE_PORT }) => EXCHANGE_PORT !== API_PORT && EXCHANGE_PORT !== WS_PORT,
    { path: ['EXCHANGE_PORT'], message: 'must be another port than API_PORT and WS_PORT', when: () => true },
  ),
  z.refine<z.output<typeof startSettings>>(
    (config) => config.MIGRATION_DATABASE_URL === undefined || config.DATABASE_URL !== undefined,
    {
      path: ['MIGRATION_DATABASE_URL'],
      message: 'needs DATABASE_URL, which names the processes’ user of the same database',
    },
  ),
  z.refine<z.output<typeof startSettings>>(
    (config) => config.SCENARIO === 'recorded' || (config.VENUE === 'on' && config.PRICE_SOURCE.includes('local')),
    { path: ['SCENARIO'], message: 'is played at the local venue alone: it needs VENUE=on, and PRICE_SOURCE=local' },
  ),
  z.refine<z.output<typeof startSettings>>(
    (config) => config.HEDGE === 'off' || (config.VENUE === 'on' && config.PRICE_SOURCE.includes('local')),
    { path: ['HEDGE'], message: 'is done at the local venue alone: it needs VENUE=on, and PRICE_SOURCE=local' },
  ),
);

export interface Settings {
  /** The folder of data, logs and the local secret. */
  readonly home: string;
  readonly apiPort: number;
  readonly wsPort: number;
  /** The local venue's; undefined where it may be any. */
  readonly venuePort: number | undefined;
  readonly host: string;
  /** In the order of preference. */
  readonly priceSources: readonly PriceSource[];
  /** Whether the local venue has an order book. */
  readonly hasVenue: boolean;
  /** What prices do at the local venue. */
  readonly scenario: ScenarioName;
  /** Whether the house lays off at the local venue what clients have open. */
  readonly isHedged: boolean;
  /** The number of engines, all hot on the same log. */
  readonly replicas: number;
  /** The address of somebody else's Redis. If undefined, one is started here. */
  readonly redis: RedisAddress | undefined;
  readonly databaseUrl: string | undefined;
  /** That of the database's owner, who migrates; undefined where it is not another user than the processes'. */
  readonly migrationUrl: string | undefined;
  /** If undefined, one is made and kept. */
  readonly jwtSecret: string | undefined;
  readonly journalFolder: string;
  /** The first entry of a log with which an empty database is taken. */
  readonly acceptedLog: string | undefined;
}

/**
 * Reads the command line and the environment. The settings of all processes are checked here, before anything is
 * started.
 *
 * @throws StartError or ConfigError with a sentence for people, which names every fault.
 */
export async function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Settings> {
  const given = { ...env, ...readArguments(args) };
  const faults = [configFaults(schema, given), await processFaults(given), instrumentFaults(given)].flat();
  const host = schema.shape.HOST.safeParse(given.HOST || undefined);
  if (host.success) faults.push(...(await hostFaults(host.data)));
  if (faults.length > 0) throw new ConfigError([...new Set(faults)]);
  const config = readConfig(schema, given);
  const home = resolve(config.FULCRUM_HOME);
  return {
    home,
    apiPort: config.API_PORT,
    wsPort: config.WS_PORT,
    venuePort: config.EXCHANGE_PORT,
    host: config.HOST,
    priceSources: config.PRICE_SOURCE,
    hasVenue: config.VENUE === 'on',
    scenario: config.SCENARIO,
    isHedged: config.HEDGE === 'on',
    replicas: config.REPLICAS,
    redis: redisNamedBy(env),
    databaseUrl: config.DATABASE_URL,
    migrationUrl: config.MIGRATION_DATABASE_URL,
    jwtSecret: config.JWT_SECRET,
    acceptedLog: config.ACCEPT_NEW_DATABASE,
    journalFolder: resolve(config.JOURNAL_DIR ?? join(home, 'journal')),
  };
}

function instrumentFaults(env: NodeJS.ProcessEnv): string[] {
  try {
    readInstrumentFile(instrumentsFile(env));
    return [];
  } catch (error) {
    return [`INSTRUMENTS_FILE: ${(error as Error).message}`];
  }
}

/** Finds out whether this machine has an address, by listening on it at any port. */
async function hostFaults(host: string): Promise<string[]> {
  const server = createServer();
  try {
    await listen(server, { port: 0, host, settings: { port: 'the port', host: 'HOST' }, onError: () => {} });
    await new Promise((done) => server.close(done));
    return [];
  } catch (error) {
    return [`HOST: ${(error as Error).message}`];
  }
}

/** Whether there is a venue on this machine: its own book, or what was recorded. */
export function isLocal({ priceSources }: Pick<Settings, 'priceSources'>): boolean {
  return priceSources.includes('local');
}
