import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { networkOf, senderOf } from './client-address.ts';

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

test.each<[proxies: number, forwarded: string | undefined, sender: string]>([
  [0, undefined, '192.0.2.1'],
  [0, '203.0.113.7', '192.0.2.1'],
  [1, undefined, '192.0.2.1'],
  [1, '203.0.113.7', '203.0.113.7'],
  [1, 'forged, 203.0.113.7', '203.0.113.7'],
  [2, 'forged, 203.0.113.7 ,198.51.100.1', '203.0.113.7'],
  [2, '203.0.113.7', '203.0.113.7'],
  [1, ' , ', '192.0.2.1'],
])('behind %i proxies, with the header %j, it is %s', (proxies, forwarded, sender) => {
  expect(senderOf(from('192.0.2.1', forwarded), proxies)).toBe(sender);
});

test('addresses of one IPv6 network are one sender', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8::ffff:2'));
  expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db9::1'));
});
