import { expect, test } from 'vitest';
import { Drops } from './drops.ts';
import type { DropReason } from './poller-metrics.ts';

test('every drop is counted, and faults are logged at most once in ten seconds with their numbers', () => {
  const counted: DropReason[] = [];
  const lines: unknown[] = [];
  let nowMs = 1_000_000;
  const metrics = { countDropped: (reason: DropReason) => counted.push(reason) };
  const drops = new Drops(metrics, { warn: (fields: unknown) => lines.push(fields) }, () => nowMs);
  drops.count('repeated');
  drops.count('replaced');
  expect(lines).toEqual([]);
  drops.count('crossed', 'the message');
  for (let count = 0; count < 5; count++) drops.count('off_grid', 'not told');
  drops.count('repeated');
  nowMs += 9_999;
  drops.count('crossed');
  expect(lines).toEqual([{ dropped: { crossed: 1 }, detail: 'the message' }]);
  nowMs += 1;
  drops.count('invalid', 'the next one');
  expect(lines.slice(1)).toEqual([{ dropped: { off_grid: 5, crossed: 1, invalid: 1 }, detail: 'the next one' }]);
  expect(counted).toHaveLength(11);
});
