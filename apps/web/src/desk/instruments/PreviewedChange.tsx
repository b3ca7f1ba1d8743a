import type { ReactNode } from 'react';
import { takeFocus } from '../../ui/take-focus.ts';
import { ActForm } from '../acts/ActForm.tsx';
import type { ActBody } from '../acts/ask.ts';
import type { Act } from '../acts/who-may.ts';
import { Panel } from '../blocks/Panel.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { Details } from '../blocks/values/Details.tsx';
import styles from './Instruments.module.css';
import type { Difference } from './previews.ts';

export interface PreviewedChangeProps {
  readonly act: Act;
  readonly path: string;
  readonly body: ActBody;
  readonly submit: string;
  readonly differences: readonly Difference[];
  /** What the form calls a setting. */
  readonly nameOf: (field: string) => string;
  /** Whom it would touch. */
  readonly touches: readonly (readonly [name: string, value: ReactNode])[];
  /** What somebody should know before they ask for it. */
  readonly warnings: readonly string[];
  readonly onClose: () => void;
}

const COLUMNS: readonly Column<Difference>[] = [
  { name: 'Now', cell: ({ before }) => textOf(before), isFigure: true },
  { name: 'Then', cell: ({ after }) => textOf(after), isFigure: true },
];

/** What a change would do, and the form that asks for it. */
export function PreviewedChange(props: PreviewedChangeProps) {
  const { differences, nameOf, touches, warnings, ...form } = props;
  const setting: Column<Difference> = { name: 'Setting', cell: ({ field }) => nameOf(field) };
  return (
    <section className={styles.preview} aria-label="Preview" tabIndex={-1} ref={takeFocus}>
      <Panel title="What it would change">
        <DataTable
          label="What it would change"
          columns={[setting, ...COLUMNS]}
          rows={differences}
          keyOf={({ field }) => field}
          empty="Nothing: this is how it is already."
        />
      </Panel>
      {differences.length > 0 && (
        <Panel title="Whom it would touch">
          <Details details={touches} />
          {warnings.length > 0 && (
            <ul className={styles.warnings}>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
          <ActForm {...form} />
        </Panel>
      )}
    </section>
  );
}

function textOf(value: string): ReactNode {
  return value === '-' ? <span className="muted">not set</span> : value;
}
