import type { BulkTable, Row, TableReading } from '@fulcrum/db';

export interface LoadOptions {
  /** Ends the loading, which may take some seconds. */
  readonly signal?: AbortSignal;
  /** Told now and then how many rows have been loaded. */
  readonly onProgress?: (rows: number) => void;
}

/** So many take about a second. */
const ROWS_PER_PROGRESS = 250_000;

/** Reads whole tables, the columns in the order in which they are named for writing. */
export class TableReader {
  readonly #reading: TableReading;
  readonly #options: LoadOptions;
  #rows = 0;

  constructor(reading: TableReading, options: LoadOptions) {
    this.#reading = reading;
    this.#options = options;
  }

  /** Hands over a table row by row. */
  async each(table: BulkTable, take: (row: Row) => void, orderBy?: string): Promise<void> {
    for await (const rows of this.#reading.copy(table, orderBy)) {
      this.#options.signal?.throwIfAborted();
      for (const row of rows) take(row);
      this.#count(rows.length);
    }
  }

  /** A small table as one array. */
  async all<Item>(table: BulkTable, read: (row: Row) => Item): Promise<Item[]> {
    const items: Item[] = [];
    await this.each(table, (row) => items.push(read(row)));
    return items;
  }

  #count(rows: number): void {
    const before = this.#rows;
    this.#rows += rows;
    if (Math.floor(this.#rows / ROWS_PER_PROGRESS) > Math.floor(before / ROWS_PER_PROGRESS))
      this.#options.onProgress?.(this.#rows);
  }
}
