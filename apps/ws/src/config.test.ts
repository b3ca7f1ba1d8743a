import { readConfig } from '@fulcrum/service';
import { expect, test } from 'vitest';
import { wsConfig } from './config.ts';
import { secret } from './testing/sessions.ts';

const env = { REDIS_URL: 'redis://127.0.0.1:6379', JWT_SECRET: secret };

test('what is not set has a default', () => {
  const { WS_PORT, MAX_CONNECTIONS, ALLOWED_ORIGINS } = readConfig(wsConfig, env);
  expect({ WS_PORT, MAX_CONNECTIONS, ALLOWED_ORIGINS }).toEqual({
    WS_PORT: 8080,
    MAX_CONNECTIONS: 10_000,
    ALLOWED_ORIGINS: new Set(),
  });
});

test('allowed origins are a list, in the form in which browsers send them', () => {
  const { ALLOWED_ORIGINS } = readConfig(wsConfig, {
    ...env,
    ALLOWED_ORIGINS: 'https://App.example.com/, http://a:3000',
  });
  expect([...ALLOWED_ORIGINS]).toEqual(['https://app.example.com', 'http://a:3000']);
  expect(() => readConfig(wsConfig, { ...env, ALLOWED_ORIGINS: 'https://a, nonsense' })).toThrow(
    'nonsense is no origin',
  );
});

test('a secret from an example is refused in production', () => {
  const read = () => readConfig(wsConfig, { ...env, NODE_ENV: 'production' });
  expect(read).toThrow('JWT_SECRET: must be a real, random secret in production');
});
