/** The tables of a document in Markdown, and what a row of them says. */

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows that follow one another: a header, a line of dashes, and what it is about. */
const TABLE = /(?:^\|.*\|\n){3,}/gm;

/** The document after each of its tables has become what is made of it. */
export function withTables(document: string, make: (table: Table) => Table): string {
  return document.replace(TABLE, (text) => {
    const [header = '', dashes = '', ...rows] = text.trimEnd().split('\n');
    const made = make({ header: cellsOf(header), rows: rows.map(cellsOf) });
    return `${[rowOf(made.header), dashes, ...made.rows.map(rowOf)].join('\n')}\n`;
  });
}

export function tablesOf(document: string): Table[] {
  const tables: Table[] = [];
  withTables(document, (table) => {
    tables.push(table);
    return table;
  });
  return tables;
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

function rowOf(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
}
