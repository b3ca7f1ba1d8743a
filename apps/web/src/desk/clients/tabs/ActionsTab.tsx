import { type Action, actionsAnswer, type Emails, faultOf, kindText, STATE_LOOKS } from '../../acts/action.ts';
import { actionFacts } from '../../acts/action-facts.ts';
import { personText } from '../../acts/people.ts';
import { placeHash } from '../../address/place.ts';
import { Panel } from '../../blocks/Panel.tsx';
import type { Column } from '../../blocks/tables/DataTable.tsx';
import { PagedTable } from '../../blocks/tables/PagedTable.tsx';
import { usePages } from '../../blocks/tables/use-pages.ts';
import { Time } from '../../blocks/values/Time.tsx';
import { WordBadge } from '../../blocks/values/WordBadge.tsx';
import type { OfClient } from '../client.ts';

interface Row {
  readonly action: Action;
  readonly emails: Emails;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'What',
    cell: ({ action }) => <a href={placeHash('approvals', [action.actionId])}>{kindText(action.kind)}</a>,
  },
  { name: 'Asked', cell: ({ action }) => <Time at={action.askedAt} /> },
  { name: 'State', cell: ({ action }) => <WordBadge looks={STATE_LOOKS} word={action.state} /> },
  { name: 'About', cell: ({ action }) => actionFacts(action.data), wraps: true },
  { name: 'Reason', cell: ({ action }) => action.reason, wraps: true },
  { name: 'Asked by', cell: ({ action, emails }) => personText(action.askedBy, emails), wraps: true },
  {
    name: 'Decided by',
    cell: ({ action: { decidedBy }, emails }) => decidedBy !== undefined && personText(decidedBy, emails),
    wraps: true,
  },
  { name: 'Outcome', cell: ({ action }) => faultOf(action) ?? action.decisionReason ?? '', wraps: true },
];

const LOOK_EVERY_MS = 10_000;

/** What staff have asked for and done about a client. */
export function ActionsTab({ overview }: OfClient) {
  const list = usePages({
    path: '/desk/actions',
    query: { userId: overview.client.userId },
    schema: actionsAnswer,
    rowsOf: ({ actions, emails }) => actions.map((action) => ({ action, emails })),
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <Panel title="Actions">
      <PagedTable
        label="Actions"
        list={list}
        columns={COLUMNS}
        keyOf={({ action }) => action.actionId}
        empty="Staff have done nothing about this client."
      />
    </Panel>
  );
}
