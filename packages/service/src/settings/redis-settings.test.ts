import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { commonConfig, readConfig } from './config.ts';
import { reachableRedis, redisSettings } from './redis-settings.ts';

const schema = commonConfig.extend(redisSettings).check(...reachableRedis());
const read = (env: Record<string, string>) => readConfig(schema, env);
const url = 'redis://127.0.0.1:6379';

it('finds Redis at a URL, or through sentinels', () => {
  expect(read({ REDIS_URL: url })).toMatchObject({ REDIS_URL: url, MIN_REPLICAS: 0 });
  const env = { REDIS_SENTINELS: '10.0.0.1:26379, sentinel-b:26380,[::1]:26381', REDIS_PRIMARY_NAME: 'fulcrum' };
  expect(read({ ...env, REDIS_TLS: 'true' })).toMatchObject({
    REDIS_SENTINELS: [
      { host: '10.0.0.1', port: 26_379 },
      { host: 'sentinel-b', port: 26_380 },
      { host: '::1', port: 26_381 },
    ],
    REDIS_TLS: 'true',
  });
});

it.each<[env: Record<string, string>, faults: string[]]>([
  [{}, ['REDIS_URL: must be a URL']],
  [{ REDIS_URL: 'http://x' }, ['REDIS_URL: must be a URL']],
  [{ REDIS_URL: url, REDIS_SENTINELS: 'a:1', REDIS_PRIMARY_NAME: 'x' }, ['REDIS_SENTINELS: cannot be set beside']],
  [{ REDIS_SENTINELS: 'a:1' }, ['REDIS_PRIMARY_NAME: must be set']],
  [{ REDIS_URL: url, REDIS_PRIMARY_NAME: 'x' }, ['REDIS_PRIMARY_NAME: must be set with']],
  [
    { REDIS_SENTINELS: 'a,b:0, c:65536', REDIS_PRIMARY_NAME: 'x' },
    ['REDIS_SENTINELS: "a" is no', 'REDIS_SENTINELS: "b:0" is no', 'REDIS_SENTINELS: "c:65536" is no'],
  ],
  [{ REDIS_URL: url, REDIS_TLS: 'true' }, ['REDIS_TLS: is said by rediss://']],
  [{ REDIS_URL: 'rediss://a', REDIS_CA: '/nowhere' }, ['REDIS_CA: cannot be read']],
  [{ REDIS_URL: 'rediss://a', REDIS_CA: fileURLToPath(import.meta.url) }, ['REDIS_CA: ']],
  [{ REDIS_TLS: 'perhaps', MIN_REPLICAS: '-1' }, ['REDIS_URL: must', 'REDIS_TLS: ', 'MIN_REPLICAS: ']],
])('names every fault of %j', (env, faults) => {
  const message = (() => {
    try {
      read(env);
      return 'nothing wrong';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  for (const fault of faults) expect(message).toContain(fault);
  expect(message.split('\n')).toHaveLength(faults.length + 1);
});
