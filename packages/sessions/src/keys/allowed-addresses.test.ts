import { expect, test } from 'vitest';
import { AllowedAddresses, isAddressRange } from './allowed-addresses.ts';

test.each([
  ['a single address', '192.0.2.7', '192.0.2.7', true],
  ['another address', '192.0.2.7', '192.0.2.8', false],
  ['an address as IPv6 carries it', '192.0.2.7', '::ffff:192.0.2.7', true],
  ['one in a range', '192.0.2.0/24', '192.0.2.255', true],
  ['one beyond a range', '192.0.2.0/24', '192.0.3.0', false],
  ['one in a range that is written by one of its addresses', '192.0.2.77/24', '192.0.2.1', true],
  ['any of IPv4', '0.0.0.0/0', '203.0.113.1', true],
  ['one of IPv6 where any of IPv4 is allowed', '0.0.0.0/0', '2001:db8::1', false],
  ['one of IPv6, written in another way', '2001:db8::1', '2001:0DB8:0::1', true],
  ['one in a range of IPv6', '2001:db8::/32', '2001:db8:ffff::1', true],
  ['one beyond a range of IPv6', '2001:db8::/32', '2001:db9::1', false],
  ['one of IPv4 where any of IPv6 is allowed', '::/0', '192.0.2.7', false],
  ['what is no address', '192.0.2.0/24', 'unknown', false],
])('%s: allowed are %s, and %s is allowed: %s', (_what, range, address, isAllowed) => {
  expect(new AllowedAddresses([range]).has(address)).toBe(isAllowed);
});

test('one of several is enough, and without any every address is allowed', () => {
  const some = new AllowedAddresses(['192.0.2.7', '2001:db8::/32']);
  expect(['192.0.2.7', '2001:db8::5', '192.0.2.8'].map((address) => some.has(address))).toEqual([true, true, false]);
  expect(new AllowedAddresses([]).has('whatever')).toBe(true);
});

test.each([
  ...['', 'localhost', '192.0.2', '192.0.2.7/33', '192.0.2.7/', '192.0.2.7/-1', '192.0.2.7/8/8', ' 192.0.2.7'],
  ...[
    '010.0.0.1',
    '2001:db8::/129',
    'fe80::1%eth0',
    '[2001:db8::1]',
    '192.0.2.7:443',
    '::ffff:192.0.2.7/96',
    '1e3.0.0.1',
  ],
])('%j is no address and no range', (text) => {
  expect(isAddressRange(text)).toBe(false);
});
