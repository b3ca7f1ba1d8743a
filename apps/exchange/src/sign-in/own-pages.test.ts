import { expect, test } from 'vitest';
import { OwnPages } from './own-pages.ts';

const own = { API_PORT: 4_000, PUBLIC_URL: undefined, ALLOWED_ORIGINS: new Set<string>() };
const PUBLIC = { ...own, PUBLIC_URL: 'https://Trade.example:443/fulcrum' };

test.each<[what: string, counts: boolean, config: typeof own | typeof PUBLIC, headers: Record<string, string>]>([
  ['a program', true, own, {}],
  ['the page beside it', true, own, { origin: 'http://localhost:4000' }],
  ['the page by another name of the host', false, own, { origin: 'http://127.0.0.1:4000' }],
  ['a page of another port', false, own, { origin: 'http://localhost:3000' }],
  ['a page of https at that port', false, own, { origin: 'https://localhost:4000' }],
  ['a foreign page', false, own, { origin: 'https://evil.example' }],
  ['a page without an origin', false, own, { origin: 'null' }],
  [
    'a page that is allowed by name',
    true,
    { ...own, ALLOWED_ORIGINS: new Set(['http://a.example']) },
    { origin: 'http://a.example' },
  ],
  ['the public page', true, PUBLIC, { origin: 'https://trade.example' }],
  ['the public page without TLS', false, PUBLIC, { origin: 'http://trade.example' }],
  ['a page beside it, where people come by https', false, PUBLIC, { origin: 'http://localhost:4000' }],
  ['an address that was typed', true, own, { 'sec-fetch-site': 'none' }],
  ['a picture in a page of this host', false, own, { 'sec-fetch-site': 'same-site' }],
  ['a picture in a foreign page', false, own, { 'sec-fetch-site': 'cross-site' }],
])('the cookie counts for %s: %s', (_what, counts, config, headers) => {
  expect(new OwnPages(config).mayUseCookie({ host: 'localhost:9080', ...headers })).toBe(counts);
});

test('a host that cannot be read has no page beside it', () => {
  for (const host of [undefined, '', 'a b', ':'])
    expect(new OwnPages(own).has('http://localhost:4000', host)).toBe(false);
});
