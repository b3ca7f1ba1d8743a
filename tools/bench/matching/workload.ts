import { Flow, type Operation } from './flow.ts';
import { commandOf, filledMakers, OwnBook } from './own-book.ts';

/** How many orders rest while the others are measured. */
export const RESTING = 100_000;

const CANCELS = 10_000;
const TAKES = 5_000;
const MIXED = 30_000;

/** Operations that are measured together, or only done. */
export interface Phase {
  readonly name: 'rest' | 'cancel' | 'take' | 'mixed' | 'refill';
  readonly operations: readonly Operation[];
}

/** The same operations for every book. @param ticks on how many prices the orders of a side rest. */
export function makeWorkload(ticks: number): Phase[] {
  const flow = new Flow(ticks);
  const book = new OwnBook();
  const make = (name: Phase['name'], count: number, next: () => Operation): Phase => {
    const operations = Array.from({ length: count }, () => {
      const operation = next();
      flow.filled(filledMakers(book.apply(commandOf(operation))));
      return operation;
    });
    return { name, operations };
  };
  const refill = () => make('refill', RESTING - flow.restingCount, () => flow.rest());
  return [
    make('rest', RESTING, () => flow.rest()),
    make('cancel', CANCELS, () => flow.cancel()),
    refill(),
    make('take', TAKES, () => flow.take()),
    refill(),
    make('mixed', MIXED, () => flow.mixed(RESTING)),
  ];
}
