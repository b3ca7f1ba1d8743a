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

const readNeeds = (IDENTITY_NEEDED_FOR: string) => () => readConfig(apiConfig, { ...env, IDENTITY_NEEDED_FOR });

it('an identity is needed for withdrawals, unless something else is said', () => {
  expect(readConfig(apiConfig, env).IDENTITY_NEEDED_FOR).toEqual(['withdrawals']);
  expect(readNeeds('nothing')().IDENTITY_NEEDED_FOR).toEqual([]);
  expect(readNeeds('withdrawals, trading')().IDENTITY_NEEDED_FOR).toEqual(['withdrawals', 'trading']);
});

it.each(['closing', 'nothing,trading', 'trading,trading', 'Withdrawals'])('it is not needed for %j', (needs) => {
  expect(readNeeds(needs)).toThrow('IDENTITY_NEEDED_FOR');
});

it('documents are encrypted with real secrets in production, of which one takes another’s place', () => {
  const [one, other] = ['Nt4Rv8Xz2Lq6Wm1Kp9Hs3Jc7Yb5Gd0Fe', 'b7Kx2Qm9Zt4Wv8Ln1Rc6Yd3Hp5Jg0FsA'];
  const production = { NODE_ENV: 'production', JWT_SECRET: one, PUBLIC_URL: 'https://example.com' };
  const mail = { SMTP_URL: 'smtp://127.0.0.1', MAIL_FROM: 'a@example.com' };
  const read = (DOCUMENTS_SECRET?: string) => () =>
    readConfig(apiConfig, { ...env, ...production, ...mail, ...(DOCUMENTS_SECRET && { DOCUMENTS_SECRET }) });
  expect(read(`${one}, ${other}`)().DOCUMENTS_SECRET).toEqual([one, other]);
  expect(read()).toThrow('DOCUMENTS_SECRET: must be set in production');
  expect(read('short')).toThrow('must have at least 32 bytes');
  expect(read(`${one},${'x'.repeat(40)}`)).toThrow('DOCUMENTS_SECRET: must be a real, random secret');
});

it('a page of https asks a venue of https alone', () => {
  const venueAt = (PUBLIC_VENUE_URL: string) => () =>
    readConfig(apiConfig, { ...env, PUBLIC_URL: 'https://example.com', PUBLIC_VENUE_URL });
  expect(venueAt('https://venue.example.com')().PUBLIC_VENUE_URL).toBe('https://venue.example.com');
  expect(venueAt('http://venue.example.com')).toThrow('PUBLIC_VENUE_URL: must begin with https://');
});

const readFeed = (PUBLIC_WS_URL: string, PUBLIC_URL: string) => () =>
  readConfig(apiConfig, { ...env, PUBLIC_URL, PUBLIC_WS_URL });

it.each([
  ['wss://feed.example.com', 'https://example.com'],
  ['wss://example.com:8443/fulcrum/ws/', 'https://example.com/fulcrum'],
  ['ws://localhost:8080', 'http://localhost:4000'],
  ['wss://feed.example.com', 'http://localhost:4000'],
])('browsers may reach the WebSocket by %s from %s', (url, publicUrl) => {
  expect(readFeed(url, publicUrl)().PUBLIC_WS_URL).toBe(url);
});

it.each([
  ['feed.example', 'https://example.com', 'must be a URL such as'],
  ['https://feed.example', 'https://example.com', 'must be a URL such as'],
  ['wss://ada:secret@feed.example/', 'https://example.com', 'without anything behind its path'],
  ['wss://feed.example/x?a=1', 'https://example.com', 'without anything behind its path'],
  ['wss://feed.example/x#x', 'https://example.com', 'without anything behind its path'],
  ['wss://feed.example/"><script>', 'https://example.com', 'without anything behind its path'],
  ['ws://feed.example', 'https://example.com', 'must begin with wss://'],
  ['WS://feed.example', 'HTTPS://example.com', 'must begin with wss://'],
])('but not by %s from %s', (url, publicUrl, why) => {
  expect(readFeed(url, publicUrl)).toThrow(new RegExp(`PUBLIC_WS_URL: .*${why}`));
  expect(readFeed(url, publicUrl)).toThrow('1 wrong or missing setting');
});
