import { describe, expect, it } from 'vitest';
import { makersKeys } from '../makers-accounts.ts';
import type { Settings } from '../settings/settings.ts';
import { planProcesses } from './processes.ts';

const settings = {
  home: '/srv/fulcrum',
  host: '127.0.0.1',
  priceSources: ['local'],
  replicas: 2,
} as unknown as Settings;

it.each([
  ['the folder of the data', {}, '/srv/fulcrum'],
  ['no folder where others keep PostgreSQL’s', { databaseUrl: 'postgresql://there/fulcrum' }, ''],
  ['no folder where others keep Redis’', { redis: { REDIS_URL: 'redis://there' } }, ''],
])('each engine is told %s', (_what, others, folder) => {
  const addresses = { redis: {}, databaseUrl: '', exchangePort: 1, jwtSecret: '', startedAt: 0 };
  const engines = planProcesses({ ...settings, ...others }, addresses).filter(({ name }) => name.startsWith('engine'));
  expect(engines.map(({ env }) => env.FULCRUM_HOME)).toEqual([folder, folder]);
});

describe('the market maker', () => {
  const addresses = {
    redis: { REDIS_URL: 'redis://there' },
    databaseUrl: '',
    exchangePort: 7,
    jwtSecret: 'x',
    startedAt: 5,
  };
  const makerOf = (others: object) =>
    planProcesses({ ...settings, hasVenue: true, scenario: 'crash', ...others }, addresses).find(
      ({ name }) => name === 'market-maker',
    );

  it('quotes at the local venue, with a key that is the same at each start', () => {
    expect(makerOf({})?.env).toMatchObject({
      ...{ VENUE_URL: 'http://127.0.0.1:7', SCENARIO: 'crash', SCENARIO_STARTED_AT: '5' },
      ...{ MAKER_SECRET: makersKeys('x').maker, NOISE_SECRETS: makersKeys('x').noise.join() },
    });
    expect(new Set([...makersKeys('x').noise, makersKeys('x').maker, makersKeys('y').maker]).size).toBe(5);
  });

  it('is where the venue listens, as those are who ask it', () => {
    const envs = (host: string) => {
      const plans = planProcesses({ ...settings, hasVenue: true, isHedged: true, host }, addresses);
      return Object.fromEntries(plans.map(({ name, env }) => [name, env]));
    };
    expect(envs('127.0.0.2')).toMatchObject({
      exchange: { HOST: '127.0.0.2', EXCHANGE_PORT: '7' },
      'market-maker': { VENUE_URL: 'http://127.0.0.2:7' },
      hedger: { VENUE_URL: 'http://127.0.0.2:7' },
      poller: { EXCHANGE_URL: 'ws://127.0.0.2:7' },
      api: { EXCHANGE_PORT: '7' },
    });
    const everywhere = envs('0.0.0.0');
    expect(everywhere.exchange).toMatchObject({ HOST: '0.0.0.0' });
    expect(everywhere['market-maker']).toMatchObject({ HOST: '127.0.0.1', VENUE_URL: 'http://127.0.0.1:7' });
  });

  it.each([{ hasVenue: false }, { priceSources: ['backpack'] }])('is not there with %j', (others) => {
    expect(makerOf(others)).toBeUndefined();
  });
});

it('hedges only where somebody asks for it', () => {
  const addresses = { redis: {}, databaseUrl: '', exchangePort: 1, jwtSecret: 'secret', startedAt: 0 };
  const plans = (isHedged: boolean) => planProcesses({ ...settings, isHedged }, addresses);
  const rank = (name: string, isHedged = true) => plans(isHedged).find((plan) => plan.name === name)?.stopRank;
  expect(rank('hedger', false)).toBeUndefined();
  // It cancels its orders at the venue when it stops.
  expect(rank('hedger')).toBeLessThan(rank('exchange') ?? Number.NaN);
});
