import { migrate } from '@fulcrum/db';
import { reachableRedis, readConfig, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';
import { instrumentsFile, readInstrumentFile } from '../instruments/instrument-file.ts';
import { prepareLog } from './prepare-log.ts';

/** The migration step of a deployment: the database, and what the log has to know before anybody trades. */
const settings = z.object({ ...redisSettings, DATABASE_URL: setting.databaseUrl }).check(...reachableRedis());

try {
  const redis = readConfig(settings, process.env);
  const databaseUrl = redis.DATABASE_URL;
  const instruments = readInstrumentFile(instrumentsFile(process.env));
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  const set = await prepareLog({ addresses: { redis, databaseUrl }, instruments, ownsEngines: false });
  console.log(set.length === 0 ? 'The log knows all instruments.' : `Set the instruments ${set.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
