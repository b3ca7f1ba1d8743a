import { setImmediate as othersTurn } from 'node:timers/promises';

/** Long enough to get something done, and short enough to go unnoticed by whoever waits for a price. */
const SLICE_MS = 5;

/**
 * Works through items in their order, for a few milliseconds at a time: in between, everything else has its turn.
 *
 * @param during does one slice of the work, with whatever belongs around it.
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
