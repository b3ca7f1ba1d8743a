import { assetText, grouped } from '../../../numbers/amounts.ts';
import { Panel, Panels } from '../../blocks/Panel.tsx';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { Amount } from '../../blocks/values/Amount.tsx';
import { ClientLink } from '../../blocks/values/ClientLink.tsx';
import type { HouseResult, OfClient, OfDay, OfInstrument } from './result.ts';

const SUM: readonly Column<{ readonly amount: string; readonly entries: number }>[] = [
  { name: 'Result', cell: ({ amount }) => <Amount amount={amount} isChange />, isFigure: true },
  { name: 'Entries', cell: ({ entries }) => grouped(String(entries)), isFigure: true },
];

const DAYS: readonly Column<OfDay>[] = [{ name: 'Day', cell: ({ day }) => day }, ...SUM];

const INSTRUMENTS: readonly Column<OfInstrument>[] = [
  { name: 'Instrument', cell: ({ asset }) => (asset === null ? 'not known' : assetText(asset)) },
  ...SUM,
];

const CLIENTS: readonly Column<OfClient>[] = [
  { name: 'Client', cell: ({ userId, client }) => <ClientLink userId={userId} email={client?.email} />, wraps: true },
  ...SUM,
];

/** The parts of the result, by whatever was asked for. */
export function ResultTables({ result: { days, instruments, gains, losses } }: { readonly result: HouseResult }) {
  return (
    <Panels>
      {days !== undefined && (
        <Panel title="By day">
          <DataTable label="By day" columns={DAYS} rows={days} keyOf={({ day }) => day} empty="Nothing happened." />
        </Panel>
      )}
      {instruments !== undefined && (
        <Panel title="By instrument">
          <DataTable
            label="By instrument"
            columns={INSTRUMENTS}
            rows={instruments}
            keyOf={({ asset }) => asset ?? ''}
            empty="Nothing happened."
          />
        </Panel>
      )}
      {gains !== undefined && <Clients title="Clients who lost the most to the house" rows={gains} />}
      {losses !== undefined && <Clients title="Clients who won the most from the house" rows={losses} />}
    </Panels>
  );
}

function Clients({ title, rows }: { readonly title: string; readonly rows: readonly OfClient[] }) {
  return (
    <Panel title={title}>
      <DataTable label={title} columns={CLIENTS} rows={rows} keyOf={({ userId }) => userId} empty="There are none." />
    </Panel>
  );
}
