import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientNetwork, networkOf } from './client-address.ts';

const PEER = '192.0.2.1';

function from(forwarded?: string, remoteAddress = PEER): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

test.each<[proxies: number, forwarded: string | undefined, sender: string]>([
  [0, undefined, PEER],
  [0, '203.0.113.7', PEER],
  [1, undefined, PEER],
  [1, '203.0.113.7', '203.0.113.7'],
  [1, 'forged, 203.0.113.7', '203.0.113.7'],
  [2, 'forged, 203.0.113.7 ,198.51.100.1', '203.0.113.7'],
  [2, '203.0.113.7', '203.0.113.7'],
  [1, ' , ', PEER],
])('behind %i proxies, with the header %j, it is %s', (proxies, forwarded, sender) => {
  expect(clientNetwork(from(forwarded), proxies)).toBe(sender);
});

const V6 = networkOf('2001:db8::1');

test.each([
  ['203.0.113.7:50001', '203.0.113.7'],
  ['203.0.113.7:', '203.0.113.7'],
  ['203.0.113.7:_hidden', '203.0.113.7'],
  ['"203.0.113.7:50001"', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:50001', '203.0.113.7'],
  ['::ffff:203.0.113.7:50001', '203.0.113.7'],
  ['2001:db8::1', V6],
  ['2001:DB8:0::FFFF:2', V6],
  ['[2001:db8::1]', V6],
  ['[2001:db8::1]:443', V6],
  ['"[2001:db8::1]:443"', V6],
  ['2001:db8:0:0:0:0:0:1:50001', V6],
  ['[2001:db8::1%25eth0]:443', V6],
  ['2001:db8::1%eth0', V6],
])('behind a proxy %s counts as %s, whatever the port', (hop, sender) => {
  expect(clientNetwork(from(`198.51.100.1, ${hop}`), 1)).toBe(sender);
});

test.each([
  'unknown',
  '_hidden',
  '203.0.113.007',
  '203.0.113.7x',
  '203.0.113',
  '2001:db8::1::2',
  '[',
  `${'['.repeat(8_000)}`,
  '[]:443',
  '"',
  ':',
  ':50001',
  '%',
  `${'1:'.repeat(4_000)}`,
  '__proto__',
  '\x80',
])('behind a proxy %j is no address, and counts as the proxy that named it', (hop) => {
  expect(clientNetwork(from(hop), 1)).toBe(PEER);
  expect(clientNetwork(from(`198.51.100.1, ${hop}, 203.0.113.9:443`), 2)).toBe('203.0.113.9');
});

test('addresses of one IPv6 network are one sender, also of a peer', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8::ffff:2'));
  expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db9::1'));
  expect(clientNetwork(from(undefined, '2001:db8::1%eth0'), 0)).toBe(V6);
  expect(clientNetwork(from(undefined, '::ffff:203.0.113.7'), 0)).toBe('203.0.113.7');
});
