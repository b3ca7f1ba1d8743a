import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedKey } from './repeated-key.ts';

it.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"a":1}', 'a'],
  ['{"a":1,"b":{"a":2,"c":3},"a":4}', 'a'],
  ['{"x":{"a":1,"a":2}}', 'a'],
  ['[{"a":1},{"b":1 , "b" : 2}]', 'b'],
  [String.raw`{"leverage":10,"\u006ceverage":100}`, 'leverage'],
  [String.raw`{"a\"b":1,"a\u0022b":2}`, 'a"b'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a"\n:1,\t"a"\r:2}', 'a'],
])('in %s a key stands twice', (json, key) => {
  expect(repeatedKey(json)).toBe(key);
});

it.each([
  '{"a":1,"b":2}',
  '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}',
  '{"a":"a","b":"a"}',
  String.raw`{"a":"\",\"a\":1","b":"{\"b\":1"}`,
  String.raw`{"a\\":1,"a":2}`,
  '["a","a"]',
  '"a"',
  '[]',
  '5',
])('in %s none does', (json) => {
  expect(repeatedKey(json)).toBeUndefined();
});

it.each(['{"a":1,', '}{', '"', '{"\\x":1}', ''])('what is no JSON makes it throw nothing: %s', (text) => {
  expect(repeatedKey(text)).toBeUndefined();
});

it('nothing that was printed from values has one, and each key that is added once more is found', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, maxKeys: 5 }), (value) => {
      const json = JSON.stringify(value);
      const [key = ''] = Object.keys(value);
      expect(repeatedKey(json)).toBeUndefined();
      expect(repeatedKey(`${json.slice(0, -1)},${JSON.stringify(key)}:0}`)).toBe(key);
    }),
  );
});

it('a long text takes no time that grows faster than it does', () => {
  const long = `{"a":"${'\\\\'.repeat(500_000)}","b":[${'{},'.repeat(100_000)}1]}`;
  const startedAt = performance.now();
  expect(repeatedKey(long)).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
