import { plainPool } from '../../../packages/db/src/testing/plain-pool.ts';

/** A database of a test's own. */
export class TestDatabase {
  readonly url: string;
  #pool: ReturnType<typeof plainPool> | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** @param text one statement, or several where there are no values. */
  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    this.#pool ??= plainPool(this.url);
    const { rows } = await this.#pool.query<Row>(text, values && [...values]);
    return rows;
  }

  /** Leaves it alone, so that it can be copied. The next query connects again. */
  async disconnect(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.end();
  }
}
