import type { Queryable } from '@fulcrum/db';
import { ChainWalk, readChainPage } from '@fulcrum/desk';

/** A request takes so many rows at most, page by page. */
const PAGE = 1_000;
const PAGES_AT_ONCE = 10;

/**
 * Checks the chain of the audit log, a piece at a time, and remembers up to where it was good. That row is looked at again
 * each time, so that a tail which is cut off or made anew meanwhile is found.
 */
export class ChainChecker {
  readonly #db: Queryable;
  readonly #pages: { readonly rows: number; readonly atOnce: number };
  #walk = new ChainWalk();
  /** Whoever asks meanwhile is told the same. */
  #underWay: Promise<ChainWalk> | undefined;

  constructor(db: Queryable, pages = { rows: PAGE, atOnce: PAGES_AT_ONCE }) {
    this.#db = db;
    this.#pages = pages;
  }

  /** @param isAnew begins with the first row. */
  check(isAnew: boolean): Promise<ChainWalk> {
    this.#underWay ??= this.#goOn(isAnew).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #goOn(isAnew: boolean): Promise<ChainWalk> {
    const walk = new ChainWalk(isAnew ? undefined : this.#walk.place);
    const { rows, atOnce } = this.#pages;
    let isMore = true;
    for (let page = 0; isMore && page < atOnce; page += 1)
      isMore = walk.page(await readChainPage(this.#db, walk.from, rows), rows);
    this.#walk = walk;
    return walk;
  }
}
