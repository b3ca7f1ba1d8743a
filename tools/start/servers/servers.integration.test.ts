import { freshFolder, removeFolder } from '@fulcrum/devstack';
import { expect, it, onTestFinished } from 'vitest';
import { readSettings, type Settings } from '../settings/settings.ts';
import { startServers } from './servers.ts';

const NO_DATABASE = 'postgresql://nobody@127.0.0.1:1/none';

async function settingsWith(env: Record<string, string>): Promise<Settings> {
  const home = await freshFolder();
  onTestFinished(() => removeFolder(home));
  return readSettings([], { FULCRUM_HOME: home, DATABASE_URL: NO_DATABASE, ...env });
}

it.each<[string, Record<string, string>, RegExp]>([
  [
    'sentinels that are not there',
    { REDIS_SENTINELS: '127.0.0.1:1', REDIS_PRIMARY_NAME: 'mine' },
    /The Redis that the REDIS_SENTINELS call mine cannot be used: All sentinels are unreachable.*unset them/,
  ],
  ['a database that is not there', {}, /PostgreSQL/],
])('a start says in a sentence what is wrong with %s', async (_what, env, sentence) => {
  await expect(startServers(await settingsWith(env), () => undefined)).rejects.toThrow(sentence);
});
