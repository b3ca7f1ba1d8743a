import { expect, it } from 'vitest';
import type { Settings } from '../settings/settings.ts';
import { planProcesses } from './processes.ts';

const settings = { home: '/srv/fulcrum', priceSources: ['local'], replicas: 2 } as unknown as Settings;

it.each([
  ['the folder of the data', {}, '/srv/fulcrum'],
  ['no folder where others keep PostgreSQL’s', { databaseUrl: 'postgresql://there/fulcrum' }, ''],
  ['no folder where others keep Redis’', { redis: { REDIS_URL: 'redis://there' } }, ''],
])('each engine is told %s', (_what, others, folder) => {
  const addresses = { redis: {}, databaseUrl: '', exchangePort: 1, jwtSecret: '', startedAt: 0 };
  const engines = planProcesses({ ...settings, ...others }, addresses).filter(({ name }) => name.startsWith('engine'));
  expect(engines.map(({ env }) => env.FULCRUM_HOME)).toEqual([folder, folder]);
});
