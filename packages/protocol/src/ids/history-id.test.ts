import { callbackId } from '@fulcrum/log';
import { describe, expect, it } from 'vitest';
import { callbackOfRow, causeOfRow, historyId, lastHistoryId, shardOfRow } from './history-id.ts';

describe("a history row's id", () => {
  it('is made from the id of the callback and the index of the event', () => {
    expect(historyId(0, '1732000000000-50001', 255)).toBe('001732000000000-0000000000050001-255');
  });

  it('begins with the shard, but for shard 0, whose ids are older than shards are', () => {
    expect(historyId(3, '1732000000000-50001', 255)).toBe('s3-001732000000000-0000000000050001-255');
    expect([0, 3, 10, 9_999].map((shard) => shardOfRow(historyId(shard, '1-0', 0)))).toEqual([0, 3, 10, 9_999]);
    expect(['', 's0-001732000000000-0000000000050001-255', 's3', '1732-5'].map(shardOfRow)).toEqual(
      Array(4).fill(undefined),
    );
    expect(causeOfRow(historyId(9_999, callbackId('1732-5', 0), 17))).toBe('1732-5');
  });

  it('lies before the last id of its shard, and between the ids of no other', () => {
    for (const shard of [0, 1, 10, 100, 9_999]) {
      const range = [historyId(shard, '0-0', 0), historyId(shard, '1732000000000-5', 3), lastHistoryId(shard)];
      expect([...range].sort()).toEqual(range);
      for (const other of [0, 1, 10, 100, 9_999])
        for (const id of [historyId(other, '0-0', 0), historyId(other, '1732000000000-5', 3), lastHistoryId(other)])
          expect(id >= (range[0] ?? '') && id <= (range[2] ?? ''), `${id} of ${shard}`).toBe(other === shard);
    }
  });

  it.each([-1, 0.5, 10_000, Number.NaN])('has no shard %d', (shard) => {
    expect(() => historyId(shard, '1-0', 0)).toThrow('a shard is a whole number up to 9999');
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
    const id = historyId(0, callbackId(cause, part), index);
    expect([causeOfRow(id), callbackOfRow(id)]).toEqual([cause, callbackId(cause, part)]);
  });

  it.each(['', '1732-5', '001732000000000-0000000000050001', '001732000000000-0000000000050001-255x'])(
    'is not %j',
    (text) => {
      expect(() => causeOfRow(text)).toThrow('is no id of a history row');
    },
  );
});
