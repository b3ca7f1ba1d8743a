import { expect, it } from 'vitest';
import { entryDigest } from './entry-digest.ts';

it('is the same for the same entry alone', () => {
  const entry = { id: '1-0', fields: { type: 'a', data: '{}' } };
  expect(entryDigest({ id: '1-0', fields: { type: 'a', data: '{}' } })).toBe(entryDigest(entry));
  const others = [
    { ...entry, id: '2-0' },
    { id: '1-0', fields: { type: 'a', data: '{ }' } },
    { id: '1-0', fields: { type: 'a' } },
    { id: '1-0', fields: { type: 'a{}', data: '' } },
  ];
  expect(new Set([entry, ...others].map(entryDigest)).size).toBe(5);
});
