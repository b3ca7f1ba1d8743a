import { ACTION_STATES, type Action, KIND_NAMES, kindText, STATE_LOOKS } from '../acts/action.ts';
import { personText, subjectText } from '../acts/people.ts';
import { goTo, type Place, placeHash } from '../address/place.ts';
import { Filters, SelectField } from '../blocks/forms/Filters.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { WordBadge } from '../blocks/values/WordBadge.tsx';
import { type ListedAction, useActions } from './actions.ts';

const COLUMNS: readonly Column<ListedAction>[] = [
  {
    name: 'What',
    cell: ({ actionId, kind }) => <a href={placeHash('approvals', [actionId])}>{kindText(kind)}</a>,
  },
  { name: 'Whom or what', cell: (action) => subjectText(action, action.emails), wraps: true },
  { name: 'State', cell: ({ state }) => <WordBadge looks={STATE_LOOKS} word={state} /> },
  { name: 'Reason', cell: ({ reason }) => reason, wraps: true },
  { name: 'Asked by', cell: ({ askedBy, emails }) => personText(askedBy, emails), wraps: true },
  { name: 'Asked', cell: ({ askedAt }) => <Time at={askedAt} /> },
];

const DECIDED: Column<ListedAction> = {
  name: 'Decided by',
  cell: ({ decidedBy, emails }) => decidedBy && personText(decidedBy, emails),
  wraps: true,
};

/** In the address: the filter shows all. */
const ANY = 'any';

const STATE_OPTIONS = [
  ...ACTION_STATES.map((state) => [state, STATE_LOOKS[state][0]] as const),
  [ANY, 'All'] as const,
] satisfies (readonly [Action['state'] | typeof ANY, string])[];

const KIND_OPTIONS: readonly (readonly [string, string])[] = [['', 'All'], ...KIND_NAMES];

export function ActionList({ query }: { readonly query: Place['query'] }) {
  const state = STATE_OPTIONS.find(([each]) => each === query.state)?.[0] ?? 'waiting';
  const kind = KIND_OPTIONS.find(([each]) => each === query.kind)?.[0] ?? '';
  const list = useActions({
    ...(state === ANY ? {} : { state }),
    ...(kind === '' ? {} : { kind }),
  });
  const show = (chosen: Readonly<Record<string, string>>) =>
    goTo(placeHash('approvals', [], { state: state === 'waiting' ? '' : state, kind, ...chosen }), true);
  return (
    <Screen
      title="Approvals"
      about="What staff have asked for. What takes two waits here for the second one, for a day."
    >
      <Filters label="Actions">
        <SelectField label="State" options={STATE_OPTIONS} value={state} onChange={(each) => show({ state: each })} />
        <SelectField label="Kind" options={KIND_OPTIONS} value={kind} onChange={(each) => show({ kind: each })} />
      </Filters>
      <Panel title="Actions">
        <PagedTable
          label="Actions"
          columns={state === 'waiting' ? COLUMNS : [...COLUMNS, DECIDED]}
          list={list}
          keyOf={({ actionId }) => actionId}
          empty={state === 'waiting' ? 'Nothing waits.' : 'There are none.'}
        />
      </Panel>
    </Screen>
  );
}
