import { describe, expect, it } from 'vitest';
import { digest, SetHash } from './set-hash.ts';

function add(hash: SetHash, words: readonly number[]): void {
  hash.begin(1);
  for (const word of words) hash.mix(word);
  hash.add();
}

describe('SetHash', () => {
  it('does not depend on the order or on what came and went', () => {
    const [one, other] = [new SetHash(), new SetHash()];
    for (const word of [1, 2, 3]) add(one, [word]);
    for (const word of [3, 4, 1, 2]) add(other, [word]);
    expect(other.toString()).not.toBe(one.toString());
    other.begin(1);
    other.mix(4);
    other.remove();
    expect(other.toString()).toBe(one.toString());
  });

  it('mixes several words as it mixes one after the other, and stops the process at words that are not there', () => {
    const [one, other] = [new SetHash(), new SetHash()];
    const words = Uint32Array.of(7, 0xffffffff, 0, 3, 0x80000000, 9);
    add(one, [...words.subarray(1, 5)]);
    other.begin(1);
    other.mixWords(words, 1, 4);
    other.add();
    expect(other.toString()).toBe(one.toString());
    expect(() => other.mixWords(words, 4, 3)).toThrow('broken invariant');
  });

  it('tells records apart that differ in one bit, in the place of a word, or in the kind', () => {
    const hashes = new Set<string>();
    const note = (kind: number, words: readonly number[]) => {
      const hash = new SetHash();
      hash.begin(kind);
      for (const word of words) hash.mix(word);
      hash.add();
      hashes.add(hash.toString());
    };
    note(1, [0, 0, 0]);
    note(2, [0, 0, 0]);
    for (let bit = 0; bit < 32; bit++) {
      note(1, [2 ** bit, 0, 0]);
      note(1, [0, 2 ** bit, 0]);
      note(1, [0, 0, 2 ** bit]);
      note(1, [2 ** bit, 2 ** bit, 0]);
    }
    expect(hashes.size).toBe(2 + 4 * 32);
  });
});

describe('digest', () => {
  it('has 16 hexadecimal digits and tells texts apart that differ in one character', () => {
    const hashes = Array.from({ length: 20_000 }, (_, number) => digest(`order|${number}`));
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

it('takes out a record by its hash, which was noted, whatever became of the record', () => {
  const hash = new SetHash();
  const empty = hash.toString();
  const noted = new Uint32Array(4);
  const put = (word: number, at: number) => {
    hash.begin(1);
    hash.mix(word);
    hash.addNoted(noted, at);
  };
  put(7, 0);
  const one = hash.toString();
  put(8, 2);
  hash.removeNoted(noted, 2);
  expect(hash.toString()).toBe(one);
  hash.removeNoted(noted, 0);
  expect(hash.toString()).toBe(empty);
  // Two zeros stand for a record that is not there.
  hash.removeNoted(new Uint32Array(2), 0);
  expect(hash.toString()).toBe(empty);
});
