import { NONE } from '@fulcrum/memory';
import type { LevelChange, Side } from '../messages/fields.ts';
import type { Levels } from './levels.ts';

/** Inputs are counted in a word, from 1. */
const INPUTS = 2 ** 31;

/** A change that is still being worked out. */
type Change = [side: Side, price: number, quantity: number];

const NOTHING: Change[] = [];

/** The levels that the current input changed, each once, in the order in which it first did. An input touches one market. */
export class BookChanges {
  readonly #levels: Levels;
  #input = 1;
  #changes: Change[] = NOTHING;
  #market = 0;

  constructor(levels: Levels) {
    this.#levels = levels;
  }

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  /** The number of the market whose levels they are. */
  get market(): number {
    return this.#market;
  }

  /** Notes what a level has now. One without orders is told before it is removed. */
  note(level: number, side: Side, market: number, price: number, quantity: number): void {
    this.#market = market;
    const levels = this.#levels;
    const place = levels.changeOf(level, this.#input);
    if (place !== NONE) {
      (this.#changes[place - 1] as Change)[2] = quantity;
      return;
    }
    const change: Change = [side, price, quantity];
    // Most inputs change one level, and an array that grows from nothing is made with room for seventeen.
    if (this.#changes.length === 0) this.#changes = [change];
    else this.#changes.push(change);
    levels.setChange(level, this.#input, this.#changes.length);
  }

  /** Ends the list, and begins the next. */
  take(): readonly LevelChange[] {
    const changes = this.#changes;
    this.#changes = NOTHING;
    this.#input = this.#input + 1 === INPUTS ? 1 : this.#input + 1;
    return changes;
  }
}
