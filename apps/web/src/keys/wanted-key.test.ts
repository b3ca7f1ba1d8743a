import { expect, it } from 'vitest';
import { EMPTY_FORM, faultOf, wantedKey } from './wanted-key.ts';

const NOW = Date.UTC(2026, 0, 1);

it('takes addresses however they are put between one another, and no end or one to come', () => {
  const form = { ...EMPTY_FORM, name: ' My bot ', addresses: ' 192.0.2.7,2001:db8::/32\n10.0.0.1 ' };
  expect(wantedKey({ ...form, right: 'trade', lifetime: '30' }, NOW + 0.5)).toEqual({
    name: 'My bot',
    scopes: ['read', 'trade'],
    addresses: ['192.0.2.7', '2001:db8::/32', '10.0.0.1'],
    expiresAt: Date.UTC(2026, 0, 31),
  });
  expect(wantedKey({ ...EMPTY_FORM, name: 'x', lifetime: 'forever' }, NOW)).toEqual({
    name: 'x',
    scopes: ['read'],
    addresses: [],
  });
});

it('says of a field what the API finds wrong with it, and of addresses with which', () => {
  const wanted = wantedKey({ ...EMPTY_FORM, name: 'x', addresses: '10.0.0.1 nowhere' }, NOW);
  const errors = { 'addresses.1': 'must be an address', name: 'must be one line' };
  expect(faultOf('addresses', errors, wanted)).toBe('nowhere must be an address.');
  expect(faultOf('name', errors, wanted)).toBe('It must be one line.');
  expect(faultOf('expiresAt', errors, wanted)).toBeUndefined();
});
