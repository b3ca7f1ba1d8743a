/** Does a step of a migration that takes a minute. Its test kills it before. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { doWhole } from '../../../packages/db/src/migrations/whole-step.ts';

const packageOfDriver = join(import.meta.dirname, '../../../packages/db/package.json');
const { Client } = createRequire(packageOfDriver)('pg');
const [client, watcher] = [0, 1].map(() => new Client({ connectionString: process.env.DATABASE_URL }));
await Promise.all([client.connect(), watcher.connect()]);
const place = { client, watcher, lockLimitMs: 0, tell: () => {} };
await doWhole(place, 'a step', () => client.query('create table "Made" (); select pg_sleep(60)'));
