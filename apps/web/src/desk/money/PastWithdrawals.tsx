import { goTo, placeHash, usePlace } from '../address/place.ts';
import { SelectField } from '../blocks/forms/Filters.tsx';
import { Panel } from '../blocks/Panel.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { Amount } from '../blocks/values/Amount.tsx';
import { Id } from '../blocks/values/ClientLink.tsx';
import { MaybeClient } from '../blocks/values/MaybeClient.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { WordBadge } from '../blocks/values/WordBadge.tsx';
import { STATUS_LOOKS, useWithdrawals, type Withdrawal } from './withdrawals.ts';

const STATES = [
  ['all', 'All'],
  ['paid', 'Paid'],
  ['released', 'Refused'],
] as const;

const time = (at: number | null) => (at === null ? <span className="muted">–</span> : <Time at={at} />);

const COLUMNS: readonly Column<Withdrawal>[] = [
  { name: 'Client', cell: ({ client }) => <MaybeClient client={client} />, wraps: true },
  { name: 'Amount', cell: ({ amount }) => <Amount amount={amount} />, isFigure: true },
  { name: 'State', cell: ({ status }) => <WordBadge looks={STATUS_LOOKS} word={status} /> },
  { name: 'Asked for', cell: ({ heldAt }) => time(heldAt) },
  { name: 'Decided', cell: ({ settledAt }) => time(settledAt) },
  { name: 'Note', cell: ({ note }) => note ?? '', wraps: true },
  { name: 'Transfer', cell: ({ transferId }) => <Id id={transferId} /> },
];

/** All withdrawals, the newest first. */
export function PastWithdrawals() {
  const { query } = usePlace();
  const state = STATES.find(([each]) => each === query.state)?.[0] ?? 'all';
  const list = useWithdrawals(state);
  return (
    <Panel
      title="Withdrawals"
      actions={
        <SelectField
          label="State"
          options={STATES}
          value={state}
          onChange={(chosen) => goTo(placeHash('money', ['withdrawals'], { state: chosen }), true)}
        />
      }
    >
      <PagedTable
        label="Withdrawals"
        list={list}
        columns={COLUMNS}
        keyOf={({ transferId }) => transferId}
        empty="There are no such withdrawals."
      />
    </Panel>
  );
}
