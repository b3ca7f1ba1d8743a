import { readConfig } from '@fulcrum/service';
import { expect, it } from 'vitest';
import { apiConfig } from './config.ts';

const env = {
  JWT_SECRET: 'a secret that only this test knows, 0123456789',
  REDIS_URL: 'redis://127.0.0.1:1',
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
};
const read = (PUBLIC_URL: string) => () => readConfig(apiConfig, { ...env, PUBLIC_URL });

it.each([
  'https://example.com',
  'https://example.com/',
  'https://example.com/fulcrum',
  'https://example.com:8443/a-b_c.d~e/api/',
  'http://localhost:4000',
])('people may come by %s', (url) => {
  expect(read(url)().PUBLIC_URL).toBe(url);
});

it.each([
  ['fulcrum.example', 'must be a URL such as'],
  ['wss://example.com', 'must be a URL such as'],
  ['https://example.com/fulcrum?a=b', 'without anything behind its path'],
  ['https://example.com/fulcrum#a', 'without anything behind its path'],
  ['https://ada:secret@example.com/', 'without anything behind its path'],
  ['https://example.com//fulcrum', 'without anything behind its path'],
  ['https://example.com/a b', 'without anything behind its path'],
  ['https://example.com/b%C3%BCcher', 'without anything behind its path'],
  ['https://example.com/"><script>', 'without anything behind its path'],
  ['https://example.com/api', 'must have a path that begins with none of api, assets'],
  ['https://example.com/docs/fulcrum', 'must have a path that begins with none of api, assets'],
])('but not by %s', (url, why) => {
  expect(read(url)).toThrow(why);
  expect(read(url)).toThrow('1 wrong or missing setting');
});
