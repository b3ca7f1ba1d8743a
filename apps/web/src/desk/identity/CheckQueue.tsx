import { z } from 'zod';
import { goTo, placeHash, usePlace } from '../address/place.ts';
import { Filters, SelectField } from '../blocks/forms/Filters.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { usePages } from '../blocks/tables/use-pages.ts';
import { Time } from '../blocks/values/Time.tsx';
import { WordBadge } from '../blocks/values/WordBadge.tsx';
import { useMe } from '../me/me.ts';
import { IdentityTabs } from './IdentityTabs.tsx';
import { type ListedCheck, listedCheck, RESULT_LOOKS, STATE_LOOKS } from './identity.ts';

const page = z.object({ identities: z.array(listedCheck), next: z.string().optional() });

const STATES = [
  ['submitted', 'Waiting'],
  ['in_review', 'In review'],
  ['approved', 'Approved'],
  ['refused', 'Refused'],
  ['expired', 'Expired'],
] as const;

const COLUMNS: readonly Column<ListedCheck>[] = [
  { name: 'Address', cell: ({ userId, email }) => <a href={placeHash('identity', [userId])}>{email}</a>, wraps: true },
  { name: 'Full name', cell: ({ fullName }) => fullName ?? '', wraps: true },
  { name: 'Nationality', cell: ({ nationality }) => nationality ?? '' },
  { name: 'State', cell: ({ state }) => <WordBadge looks={STATE_LOOKS} word={state} /> },
  { name: 'Questionnaire', cell: ({ result }) => result !== null && <WordBadge looks={RESULT_LOOKS} word={result} /> },
  { name: 'Sent', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
  { name: 'Looked at', cell: ({ reviewedBy }) => <Reviewer userId={reviewedBy} /> },
  { name: 'Until', cell: ({ expiresAt }) => expiresAt !== null && <Time at={expiresAt} /> },
];

const LOOK_EVERY_MS = 10_000;

/** Identity checks in one state: at first those that wait, the longest first. */
export function CheckQueue() {
  const { query } = usePlace();
  const state = STATES.find(([each]) => each === query.state)?.[0] ?? 'submitted';
  const list = usePages({
    path: '/desk/identity',
    query: { state },
    schema: page,
    rowsOf: ({ identities }) => identities,
    everyMs: LOOK_EVERY_MS,
  });
  const show = (chosen: string) =>
    goTo(placeHash('identity', [], { state: chosen === 'submitted' ? undefined : chosen }), true);
  return (
    <Screen title="Identity" about="What clients sent of who they are. Who waits the longest comes first.">
      <IdentityTabs shown="checks" />
      <Filters label="Checks">
        <SelectField label="State" options={STATES} value={state} onChange={show} />
      </Filters>
      <Panel title="Checks">
        <PagedTable
          label="Identity checks"
          list={list}
          columns={COLUMNS}
          keyOf={({ userId }) => userId}
          empty={state === 'submitted' ? 'Nobody waits.' : 'There are none.'}
        />
      </Panel>
    </Screen>
  );
}

/** Who looks at it. */
function Reviewer({ userId }: { readonly userId: string | null }) {
  const me = useMe();
  if (userId === null) return <span className="muted">by nobody yet</span>;
  return userId === me.userId ? 'by you' : 'by a colleague';
}
