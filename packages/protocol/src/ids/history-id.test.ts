import { callbackId } from '@fulcrum/log';
import { describe, expect, it } from 'vitest';
import { causeOfRow, historyId } from './history-id.ts';

describe("a history row's id", () => {
  it('is made from the id of the callback and the index of the event', () => {
    expect(historyId(0, '1732000000000-50001', 255)).toBe('001732000000000-0000000000050001-255');
  });

  it('sorts as text in the order of the log', () => {
    const inOrder = [
      historyId(0, '999-0', 0),
      historyId(0, '1000-0', 9),
      historyId(0, '1000-0', 10),
      historyId(0, '1000-9', 0),
      historyId(0, '1000-10', 0),
      historyId(0, '1732000000000-9999999999999999', 255),
    ];
    expect([...inOrder].reverse().sort()).toEqual(inOrder);
  });

  it.each([
    ['0-1', 0, 0],
    ['1732000000000-0', 0, 0],
    ['1732000000000-5', 0, 255],
    ['1732000000000-5', 9_999, 17],
    ['999999999999999-99999999999', 9_999, 999],
  ])('leads back to the entry %s from its part %i and event %i', (cause, part, index) => {
    expect(causeOfRow(historyId(0, callbackId(cause, part), index))).toBe(cause);
  });

  it.each(['', '1732-5', '001732000000000-0000000000050001', '001732000000000-0000000000050001-255x'])(
    'is not %j',
    (text) => {
      expect(() => causeOfRow(text)).toThrow('is no id of a history row');
    },
  );
});
