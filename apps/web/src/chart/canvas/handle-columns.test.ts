import { expect, test } from 'vitest';
import { columnsOf } from './handle-columns.ts';

test('handles that would cover each other stand beside each other', () => {
  expect(columnsOf([100, 105, 300, 110, 122])).toEqual([0, 1, 0, 2, 0]);
});
