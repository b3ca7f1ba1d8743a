import type { ReactNode } from 'react';

export interface TableHeadProps {
  readonly columns: readonly string[];
  readonly className?: string;
  /** The head of one more column, behind the others. */
  readonly children?: ReactNode;
}

/** The head of a table. */
export function TableHead({ columns, className, children }: TableHeadProps) {
  return (
    <thead className={className}>
      <tr>
        {columns.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        {children !== undefined && <th scope="col">{children}</th>}
      </tr>
    </thead>
  );
}
