import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right, so that their digits are below each other. */
  readonly isFigure?: boolean;
  /** A long text wraps. */
  readonly wraps?: boolean;
}

export interface DataTableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  /** The first names a row, and stays in sight while the others are scrolled. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is said where there are none. */
  readonly empty: string;
}

/** A dense table. What does not fit the width is scrolled to, also with the keyboard. */
export function DataTable<Row>({ label, columns, rows, keyOf, empty }: DataTableProps<Row>) {
  if (rows.length === 0)
    return (
      <p className={styles.empty} data-fills>
        {empty}
      </p>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table's frame is no part of the page of its own.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <div className={styles.scroller} role="group" aria-label={label} tabIndex={0} data-fills>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, isFigure }) => (
              <th key={name} scope="col" data-figure={isFigure}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, isFigure, wraps }, index) =>
                index === 0 ? (
                  <th key={name} scope="row" data-figure={isFigure} data-wraps={wraps}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} data-figure={isFigure} data-wraps={wraps}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
