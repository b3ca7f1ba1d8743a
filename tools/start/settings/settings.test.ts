import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

let folder: string;
let home: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-settings-'));
  home = join(folder, 'deep', 'home');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = (env: Record<string, string> = {}, args: readonly string[] = []) =>
  readSettings(args, { FULCRUM_HOME: home, ...env });

/** A fault for each setting, which one process or another would find after it was started. */
const WRONG = {
  FULCRUM_HOME: '/dev/null/x',
  HOST: '999.1.1.1',
  SHARD: '-1',
  HEALTH_PORT: '1',
  HEALTH_HOST: 'a b',
  API_PORT: '0x1000',
  WS_PORT: '65536',
  MAX_CONNECTIONS: '0',
  TRUSTED_PROXIES: '-1',
  ORDER_RATE_LIMIT: '1e3',
  DEMO_DEPOSIT: '-5',
  PUBLIC_URL: 'ftp://a',
  PUBLIC_WS_URL: 'abc',
  WEB_DIR: '/nope',
  SMTP_URL: 'mail',
  MAIL_FROM: 'nobody',
  ALLOWED_ORIGINS: 'foo',
  JOURNAL_DIR: '/dev/null/x',
  KEEP_JOURNAL_DAYS: 'ever',
  MAX_FEED_LAG_MS: '',
  BACKPACK_URL: 'http://a',
  EXCHANGE_PORT: '0',
  REDIS_SENTINELS: 'x',
  MIN_REPLICAS: '101',
  LOG_LEVEL: 'loud',
  INSTRUMENTS_FILE: '/nope',
  ACCEPT_NEW_DATABASE: 'yes',
};

describe('the settings of a start', () => {
  it('are right when none is set, and nothing is made by looking', async () => {
    expect(await read()).toMatchObject({
      home,
      apiPort: 4000,
      venuePort: undefined,
      replicas: 1,
      journalFolder: join(home, 'journal'),
    });
    expect(existsSync(join(folder, 'deep'))).toBe(false);
  });

  it('have all their faults named at once, each with the setting', async () => {
    const message = await read(WRONG).then(
      () => '',
      (error: Error) => error.message,
    );
    const [, ...faults] = message.split('\n');
    const named = new Set(faults.map((fault) => /^ {2}([A-Z_]+): /.exec(fault)?.[1]));
    const expected = Object.keys(WRONG).filter((name) => name !== 'MAX_FEED_LAG_MS');
    expect([...named].sort()).toEqual([...expected, 'REDIS_PRIMARY_NAME'].sort());
    // What several processes find is said once.
    expect(new Set(faults).size).toBe(faults.length);
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    ['a port that is no port', { API_PORT: 'http' }, [], /API_PORT/],
    ['one port for both', { API_PORT: '4321', WS_PORT: '4321' }, [], /WS_PORT: must be another port than API_PORT/],
    ['the port of another for the venue', { EXCHANGE_PORT: '4000' }, [], /EXCHANGE_PORT: must be another port than/],
    ['a price source that does not exist', { PRICE_SOURCE: 'tea-leaves' }, [], /PRICE_SOURCE/],
    ['sentinels of nothing', { REDIS_SENTINELS: '127.0.0.1:1' }, [], /REDIS_PRIMARY_NAME: must be set with/],
    ['a secret that is too short', { JWT_SECRET: 'short' }, [], /JWT_SECRET: must have at least 32 bytes/],
    ['an unknown option', {}, ['--dead'], /no option --dead/],
    ['no engine', { REPLICAS: '0' }, [], /REPLICAS: must be a whole number from 1 to 8/],
    ['too many engines', {}, ['--replicas', '9'], /--replicas must be a whole number from 1 to 8/],
  ])('say in a sentence what is wrong with %s', async (_what, env, args, sentence) => {
    await expect(read(env, args)).rejects.toThrow(sentence);
  });

  it('may name an address of this machine, or a name of it, and no other', async () => {
    for (const HOST of ['0.0.0.0', 'localhost', '127.0.0.2']) expect((await read({ HOST })).host).toBe(HOST);
    await expect(read({ HOST: '192.0.2.1' })).rejects.toThrow('HOST: This machine cannot listen on 192.0.2.1');
    for (const HOST of ['999.1.1.1', '127.0.0.1:80', 'a..b', 'http://a'])
      await expect(read({ HOST })).rejects.toThrow('HOST: must be an address of this machine');
  });

  it('say what production needs, before anything is started', async () => {
    await expect(read({ NODE_ENV: 'production' })).rejects.toThrow(/SMTP_URL: must be set.*\n.*\n {2}PUBLIC_URL: /);
  });

  it.each(['Production', 'produktion', 'prod', 'production ', 'staging'])(
    'never take %j for development, where nothing that production needs would be checked',
    async (NODE_ENV) => {
      const words = `NODE_ENV: must be production or development, in these very letters, and is "${NODE_ENV}"`;
      await expect(read({ NODE_ENV, REPLICAS: '0' })).rejects.toThrow(words);
      await expect(read({ NODE_ENV, REPLICAS: '0' })).rejects.toThrow('has 2 wrong');
    },
  );

  it('name two ports that others know, and each another one, beside all other faults', async () => {
    const faultsOf = (env: Record<string, string>) => expect(read({ ...env, REPLICAS: '0' })).rejects;
    await faultsOf({ API_PORT: '0' }).toThrow('API_PORT: must be a whole number from 1 to 65535');
    await faultsOf({ WS_PORT: '0' }).toThrow('WS_PORT: must be a whole number from 1 to 65535');
    for (const env of [{ API_PORT: '4321', WS_PORT: '4321' }, { API_PORT: '8080' }])
      await faultsOf(env).toThrow(/has 2 wrong[\s\S]*REPLICAS[\s\S]*WS_PORT: must be another port than API_PORT/);
  });

  it('play a scenario at the local venue alone', async () => {
    expect((await read({ SCENARIO: 'crash' })).scenario).toBe('crash');
    for (const env of [{ VENUE: 'off' }, { PRICE_SOURCE: 'binance' }])
      await expect(read({ SCENARIO: 'crash', ...env })).rejects.toThrow('SCENARIO: is played at the local venue alone');
  });

  it('decide who the market maker is', async () => {
    await expect(read({ MAKER_SECRET: 'x' })).rejects.toThrow('MAKER_SECRET: is decided by npm start');
  });

  it('move the journal, where they name its folder', async () => {
    const JOURNAL_DIR = join(folder, 'journal');
    expect((await read({ JOURNAL_DIR })).journalFolder).toBe(JOURNAL_DIR);
  });
});
