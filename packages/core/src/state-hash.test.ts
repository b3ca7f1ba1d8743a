import { describe, expect, it } from 'vitest';
import { digest, StateHash } from './state-hash.ts';

describe('StateHash', () => {
  it('does not depend on the order or on what came and went', () => {
    const [one, other] = [new StateHash(), new StateHash()];
    for (const record of ['a', 'b', 'c']) one.add(record);
    for (const record of ['c', 'x', 'a', 'b']) other.add(record);
    expect(other.toString()).not.toBe(one.toString());
    other.remove('x');
    expect(other.toString()).toBe(one.toString());
  });

  it('has 16 hexadecimal digits and tells records apart that differ in one character', () => {
    const hashes = Array.from({ length: 20_000 }, (_, number) => digest(`order|${number}`));
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
