import { useAct } from '../acts/who-may.ts';
import { Panel } from '../blocks/Panel.tsx';
import type { Column } from '../blocks/tables/DataTable.tsx';
import { PagedTable } from '../blocks/tables/PagedTable.tsx';
import { Amount } from '../blocks/values/Amount.tsx';
import { Id } from '../blocks/values/ClientLink.tsx';
import { MaybeClient } from '../blocks/values/MaybeClient.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { RIGHTS, WordBadge } from '../blocks/values/WordBadge.tsx';
import { DecideWithdrawal } from './DecideWithdrawal.tsx';
import { useWithdrawals, type Withdrawal } from './withdrawals.ts';

const WHAT: readonly Column<Withdrawal>[] = [
  { name: 'Client', cell: ({ client }) => <MaybeClient client={client} />, wraps: true },
  { name: 'Name', cell: ({ client }) => client?.name ?? '', wraps: true },
  { name: 'Amount', cell: ({ amount }) => <Amount amount={amount} />, isFigure: true },
];

/** What may have to be scrolled to. */
const MORE: readonly Column<Withdrawal>[] = [
  { name: 'Asked for', cell: ({ heldAt }) => (heldAt === null ? 'just now' : <Time at={heldAt} />) },
  { name: 'Rights', cell: ({ client }) => client?.rights && <WordBadge looks={RIGHTS} word={client.rights} /> },
  { name: 'Transfer', cell: ({ transferId }) => <Id id={transferId} /> },
];

const DECIDE: Column<Withdrawal> = { name: 'Decide', cell: (withdrawal) => <DecideWithdrawal {...withdrawal} /> };

/** Withdrawals that somebody has to decide, the first that was asked for first. */
export function WaitingWithdrawals() {
  const list = useWithdrawals('waiting');
  const mayDecide = useAct('pay-withdrawal') !== undefined;
  return (
    <Panel title="Withdrawals that wait">
      <PagedTable
        label="Withdrawals that wait"
        list={list}
        columns={mayDecide ? [...WHAT, DECIDE, ...MORE] : [...WHAT, ...MORE]}
        keyOf={({ transferId }) => transferId}
        empty="No withdrawal waits."
      />
    </Panel>
  );
}
