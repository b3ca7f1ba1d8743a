import { expect, it } from 'vitest';
import { isCrossOrigin } from './own-origin.ts';

it.each<[what: string, headers: Record<string, string>, isCross: boolean]>([
  ['a program', {}, false],
  ['the own page', { 'sec-fetch-site': 'same-origin', origin: 'https://fulcrum.example' }, false],
  ['the own page behind a proxy', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:5173' }, false],
  ['the own page without a referrer', { 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
  ['the address bar', { 'sec-fetch-site': 'none' }, false],
  ['a foreign page', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, true],
  ['a foreign page that hides', { 'sec-fetch-site': 'cross-site' }, true],
  ['a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'https://blog.fulcrum.example' }, true],
  ['an older browser’s own page', { origin: 'http://api.internal:4000' }, false],
  ['an older browser’s own page at the public address', { origin: 'https://fulcrum.example' }, false],
  ['an older browser’s public address without TLS', { origin: 'http://fulcrum.example' }, true],
  ['an older browser’s foreign page', { origin: 'https://evil.example' }, true],
  ['an older browser’s page of another port', { origin: 'http://api.internal:4001' }, true],
  ['an older browser’s page without an origin', { origin: 'null' }, true],
  ['rubbish', { origin: 'api.internal' }, true],
])('%s', (_what, headers, isCross) => {
  const request = { headers: { host: 'API.internal:4000', ...headers } };
  expect(isCrossOrigin(request, 'https://fulcrum.example/app')).toBe(isCross);
});
