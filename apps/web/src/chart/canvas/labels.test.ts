import { expect, it } from 'vitest';
import { labelled } from './labels.ts';

it('labels all lines that have room, and those near the quote as well as long as they are few', () => {
  expect(labelled([100, 50, 300, undefined], [98, 98])).toEqual([true, true, true, false]);
});

it('labels no more than few of those that stand close together, so that bid and ask stay where they are', () => {
  const crowd = Array.from({ length: 48 }, (_, index) => 100 + (index % 12));
  expect(labelled(crowd, [100, 101]).filter(Boolean)).toHaveLength(2);
  expect(labelled(crowd, []).filter(Boolean)).toHaveLength(4);
});
