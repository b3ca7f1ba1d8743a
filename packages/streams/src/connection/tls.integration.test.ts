import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DevServer, freePort, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RedisAddress } from './address.ts';
import { connectRedis, whenReady } from './connection.ts';

const certificate = (name: string) => join(import.meta.dirname, '..', 'testing', 'tls', name);
const REDIS_CA = readFileSync(certificate('ca.crt'), 'utf8');
let folder: string;
let server: DevServer;
let port: number;

beforeAll(async () => {
  folder = await freshFolder();
  port = await freePort();
  const files = { 'tls-cert-file': 'server.crt', 'tls-key-file': 'server.key', 'tls-ca-cert-file': 'ca.crt' };
  const paths = Object.entries(files).map(([setting, name]) => [setting, certificate(name)]);
  const settings = { 'tls-port': String(port), 'tls-auth-clients': 'no', ...Object.fromEntries(paths) };
  server = await startRedis({ directory: folder, settings });
  const redis = connectRedis(server.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  await redis.call('ACL', 'SETUSER', 'trader', 'on', '>a word', '~*', '&*', '+@all');
  redis.disconnect();
});

afterAll(async () => {
  await server?.stop();
  removeFolder(folder);
});

/** What Redis answers to a ping, or the first error on the way there. */
async function ping(address: RedisAddress): Promise<string> {
  const failed = Promise.withResolvers<string>();
  const redis = connectRedis(address, (error) => failed.resolve(error.message));
  const asked = whenReady(redis, AbortSignal.timeout(10_000)).then(async () => String(await redis.call('PING')));
  try {
    return await Promise.race([asked, failed.promise]);
  } finally {
    redis.disconnect();
  }
}

it('reaches a Redis over TLS whose certificate a private authority has signed', async () => {
  expect(await ping({ REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_CA })).toBe('PONG');
  expect(await ping({ REDIS_URL: `rediss://localhost:${port}/1`, REDIS_CA })).toBe('PONG');
});

it('refuses one whose certificate nobody vouches for', async () => {
  expect(await ping({ REDIS_URL: `rediss://127.0.0.1:${port}` })).toMatch(/certificate|self-signed/);
});

it('takes user and password out of the URL, or out of settings of their own', async () => {
  expect(await ping({ REDIS_URL: `rediss://trader:a%20word@127.0.0.1:${port}`, REDIS_CA })).toBe('PONG');
  const apart = { REDIS_USERNAME: 'trader', REDIS_PASSWORD: 'a word' };
  expect(await ping({ REDIS_URL: `redis://127.0.0.1:${new URL(server.url).port}`, ...apart })).toBe('PONG');
  const wrong = { ...apart, REDIS_PASSWORD: 'another' };
  expect(await ping({ REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_CA, ...wrong })).toContain('WRONGPASS');
});
