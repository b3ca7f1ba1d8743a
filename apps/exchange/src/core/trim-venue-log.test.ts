import { expect, test } from 'vitest';
import { resultsReadBy } from './trim-venue-log.ts';

const NOW = 1_795_000_000_000;
const at = (ms: number, sequence = 0) => `${NOW + ms}-${sequence}`;

test.each([
  // the snapshot, what is recorded, up to where results may go
  ['0-0', '0-0', '0-0'],
  ['0-0', at(0, 70_000), '0-0'],
  // Nothing goes before it is recorded.
  [at(0, 7), at(-500, 30_000), at(-500, 30_000)],
  [at(0, 7), at(-3_599_000), at(-3_599_000)],
  // Nor before the snapshot has it.
  [at(0, 7), at(500), at(0, 70_000)],
  // A recorder that is away for an hour, or never ran, is not waited for.
  [at(0, 7), at(-3_600_001), at(-3_600_000)],
  [at(0, 7), '0-0', at(-3_600_000)],
])('with a snapshot of %s, and recorded up to %s, results go up to %s', (snapshot, recorder, expected) => {
  expect(resultsReadBy(snapshot, recorder)).toBe(expected);
});
