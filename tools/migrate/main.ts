import { migrate } from '@fulcrum/db';
import { reachableRedis, readConfig, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';
import { instrumentsFile, readInstrumentFile } from '../instruments/instrument-file.ts';
import { databaseLoss, prepareLog } from './prepare-log.ts';

/** The migration step of a deployment: the database, and what the log has to know before anybody trades. */
const settings = z.object({ ...redisSettings, DATABASE_URL: setting.databaseUrl }).check(...reachableRedis());

try {
  const redis = readConfig(settings, process.env);
  const databaseUrl = redis.DATABASE_URL;
  const instruments = readInstrumentFile(instrumentsFile(process.env));
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  const prepared = await prepareLog({ addresses: { redis, databaseUrl }, instruments, ownsEngines: false });
  const { set } = prepared;
  console.log(set.length === 0 ? 'The log knows all instruments.' : `Set the instruments ${set.join(', ')}.`);
  const loss = databaseLoss(applied, prepared);
  if (loss !== undefined) console.error(loss);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
