import { reachableRedis, readConfig, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';
import { readCommandLine, takesNoArguments } from '../command-line.ts';
import { instrumentsFile, readInstrumentFile } from '../instruments/instrument-file.ts';
import { prepareData } from './prepare-data.ts';

/** The migration step of a deployment. */
const USAGE = `Usage: node tools/migrate/main.ts

Migrates the database as the owner, whom MIGRATION_DATABASE_URL names (or DATABASE_URL where that is not set), lets the
processes' user of DATABASE_URL do what they need to, and sets the instruments that the log has to know before anybody trades.`;

const settings = z
  .object({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
    MIGRATION_DATABASE_URL: setting.databaseUrl.optional(),
    ACCEPT_NEW_DATABASE: setting.logId.optional(),
  })
  .check(...reachableRedis());

readCommandLine(USAGE, takesNoArguments);
try {
  const redis = readConfig(settings, process.env);
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = redis;
  const databaseUrl = MIGRATION_DATABASE_URL ?? DATABASE_URL;
  const applicationUrl = MIGRATION_DATABASE_URL === undefined ? undefined : DATABASE_URL;
  const instruments = readInstrumentFile(instrumentsFile(process.env));
  const { applied, set, loud, warnings } = await prepareData({
    ...{ addresses: { redis, databaseUrl }, applicationUrl, instruments, ownsEngines: false },
    ...{ accepted: redis.ACCEPT_NEW_DATABASE, home: undefined, onProgress: console.log },
  });
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  console.log(set.length === 0 ? 'The log knows all instruments.' : `Set the instruments ${set.join(', ')}.`);
  for (const words of [...loud, ...warnings]) console.error(words);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
