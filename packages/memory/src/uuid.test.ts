import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printUuid, readUuid } from './uuid.ts';

describe('a UUID', () => {
  it('prints as it was read', () => {
    fc.assert(
      fc.property(fc.uuid({ version: [1, 4, 7, 15] }), (text) => {
        const words = new Uint32Array(4);
        readUuid(text, words);
        expect(printUuid(words, 0)).toBe(text);
        expect(printUuid(Uint32Array.of(7, ...words), 1)).toBe(text);
      }),
    );
  });

  it('is four words, the first digits first', () => {
    const words = new Uint32Array(4);
    readUuid('01234567-89ab-cdef-fedc-ba9876543210', words);
    expect([...words]).toEqual([0x01234567, 0x89abcdef, 0xfedcba98, 0x76543210]);
  });

  it.each(['', '01234567-89ab-cdef-fedc-ba987654321', '01234567-89ab-cdef-fedc-ba987654321G', `${'ä'.repeat(36)}`])(
    'stops the process when it is none: %j',
    (text) => {
      expect(() => readUuid(text, new Uint32Array(4))).toThrow('broken invariant');
    },
  );
});
