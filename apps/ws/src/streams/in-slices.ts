import { setImmediate as othersTurn } from 'node:timers/promises';

/** Long enough to get work done, and too short to delay a price noticeably. */
const SLICE_MS = 5;

/**
 * Works through items in their order, for a few milliseconds at a time. Other work has its turn in between.
 *
 * @param during calls the function that it is given, which does one slice of the work.
 */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  during: (slice: () => void) => void = (slice) => slice(),
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let next = iterator.next();
  while (!next.done) {
    const end = performance.now() + SLICE_MS;
    during(() => {
      for (; !next.done && performance.now() < end; next = iterator.next()) work(next.value);
    });
    if (!next.done) await othersTurn();
  }
}
