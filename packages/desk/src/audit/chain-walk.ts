import { CHAIN_START, type ChainFault, type ChainPlace, type ChainRow, chainFault } from './chain.ts';

/** Goes along a chain, row by row, until it is broken. */
export class ChainWalk {
  /** Up to here it is whole. */
  place: ChainPlace;
  fault: ChainFault | undefined;
  /** The first row of the next page is the last one of this one. */
  #isFirstAgain: boolean;

  constructor(from = CHAIN_START) {
    this.place = from;
    this.#isFirstAgain = from.number > 0n;
  }

  /** From which number on the next page is read. */
  get from(): bigint | undefined {
    return this.place.number > 0n ? this.place.number : undefined;
  }

  /** @param rows of the page that begins there. @returns whether there may be more. */
  page(rows: readonly ChainRow[], limit: number): boolean {
    const [first] = rows;
    if (this.#isFirstAgain && !this.#isStillThere(first)) return false;
    for (const row of this.#isFirstAgain ? rows.slice(1) : rows) {
      this.fault = chainFault(this.place, row);
      if (this.fault !== undefined) return false;
      this.place = { number: row.number, hash: row.hash ?? '' };
    }
    this.#isFirstAgain = this.place.number > 0n;
    return rows.length === limit;
  }

  #isStillThere(row: ChainRow | undefined): boolean {
    const { number, hash } = this.place;
    if (row?.number !== number)
      this.fault = { number, kind: 'cut-off', message: `Row ${number} was there, and is not any more.` };
    else if (row.hash !== hash)
      this.fault = { number, kind: 'not-as-expected', message: `Row ${number} had another hash before.` };
    return this.fault === undefined;
  }
}
