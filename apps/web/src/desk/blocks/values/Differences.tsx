import { type Column, DataTable } from '../tables/DataTable.tsx';
import { type Difference, differencesOf } from './differences.ts';

export interface DifferencesProps {
  readonly label: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What was changed, name by name, or will be. */
export function Differences({ label, before, after }: DifferencesProps) {
  return (
    <DataTable
      label={label}
      columns={COLUMNS}
      rows={differencesOf(before, after)}
      keyOf={({ name }) => name}
      empty="Nothing differs."
    />
  );
}

const COLUMNS: readonly Column<Difference>[] = [
  { name: 'What', cell: ({ name }) => name },
  { name: 'Before', cell: ({ before }) => before ?? <span className="muted">not set</span>, wraps: true },
  { name: 'After', cell: ({ after }) => after ?? <span className="muted">not set</span>, wraps: true },
];
