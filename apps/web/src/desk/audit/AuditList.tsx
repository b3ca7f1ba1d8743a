import { type Place, placeHash } from '../address/place.ts';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { type AuditEntry, useAudit } from './audit.ts';
import { ChainPanel } from './ChainPanel.tsx';
import { actorText, actText, partsOf } from './entry-words.ts';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'Row', cell: ({ number }) => <a href={placeHash('audit', [String(number)])}>{number}</a> },
  { name: 'When', cell: ({ at }) => <Time at={at} /> },
  {
    name: 'Who',
    cell: (entry) => <a href={placeHash('audit', [], { actor: entry.actor })}>{actorText(entry)}</a>,
    wraps: true,
  },
  { name: 'As', cell: ({ role }) => role },
  { name: 'From', cell: ({ address }) => address },
  { name: 'What', cell: ({ act }) => actText(act), wraps: true },
  {
    name: 'Whom or what',
    cell: ({ subject }) => <a href={placeHash('audit', [], { subject })}>{subject}</a>,
    wraps: true,
  },
  { name: 'Reason', cell: ({ content }) => partsOf(content).reason, wraps: true },
];

export function AuditList({ query }: { readonly query: Place['query'] }) {
  const { actor, subject, act, from, to } = query;
  const list = useAudit({ actor, subject, act, from, to });
  return (
    <Screen
      title="Audit"
      about="Who did what, when, from where and why: one row for each act, hashed onto the row before. Nothing is changed or deleted here."
    >
      <ChainPanel />
      <AuditFilters filter={{ actor, subject, act, from, to }} />
      <Panel title="Rows">
        <PagedTable
          label="Rows of the audit log"
          columns={COLUMNS}
          list={list}
          keyOf={({ number }) => String(number)}
          empty="There are no such rows."
        />
      </Panel>
    </Screen>
  );
}
