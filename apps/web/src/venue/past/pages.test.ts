import { expect, it } from 'vitest';
import { isCut, PAGE, type ReadPage, readPages } from './pages.ts';

/** A list of so many rows, the newest of which is the largest number. */
const listOf =
  (count: number): ReadPage<number> =>
  async (behind) =>
    Array.from({ length: PAGE }, (_, index) => count - behind.length - index).filter((row) => row > 0);

it('reads each page from where the one before ends', async () => {
  const { rows, hasOlder } = await readPages(2, listOf(250));
  expect(rows).toEqual(Array.from({ length: 200 }, (_, index) => 250 - index));
  expect(hasOlder).toBe(true);
});

it('ends where the list does', async () => {
  const { rows, ...end } = await readPages(9, listOf(250));
  expect(rows).toHaveLength(250);
  expect(end).toEqual({ wanted: 3, hasOlder: false });
  expect(await readPages(1, listOf(0))).toEqual({ rows: [], wanted: 1, hasOlder: false });
});

it('is cut after the most pages, if there is more', () => {
  expect(isCut({ rows: [], wanted: 20, hasOlder: true })).toBe(true);
  expect(isCut({ rows: [], wanted: 20, hasOlder: false })).toBe(false);
  expect(isCut({ rows: [], wanted: 19, hasOlder: true })).toBe(false);
});
