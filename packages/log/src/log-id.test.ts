import { describe, expect, it } from 'vitest';
import { callbackId, causeOf, compareLogIds, earlierId, isLogId, logTime } from './log-id.ts';

describe('ids of the log', () => {
  it('carry their time in front', () => {
    expect(logTime('1732-5')).toBe(1732);
  });

  it.each([
    ['1732-5', 0, '1732-50000'],
    ['1732-5', 1, '1732-50001'],
    ['1732-0', 0, '1732-0'],
    ['1732-5', 9_999, '1732-59999'],
  ])('%s causes its part %i under %s, and is found again from it', (cause, part, callback) => {
    expect(callbackId(cause, part)).toBe(callback);
    expect(causeOf(callback)).toBe(cause);
  });

  it('have room for ten thousand parts and no more', () => {
    expect(() => callbackId('1732-5', 10_000)).toThrow('broken invariant');
  });

  it('are compared as numbers, the time first', () => {
    const sorted = ['0-0', '9-1', '9-10', '10-0', '10-9', '10-10', '11-0'];
    expect([...sorted].reverse().sort(compareLogIds)).toEqual(sorted);
    expect(compareLogIds('10-9', '10-9')).toBe(0);
    expect(compareLogIds('9-10', '10-9')).toBeLessThan(0);
    expect([earlierId('9-1', '10-0'), earlierId('10-10', '10-9')]).toEqual(['9-1', '10-9']);
  });

  it.each(['1732', '1732-', '-5', 'a-b', '1732-5-6', ' 1732-5', '1e3-0', '1732-99999999999999999999'])(
    'are not of the form %j',
    (text) => {
      expect(isLogId(text)).toBe(false);
    },
  );
});
