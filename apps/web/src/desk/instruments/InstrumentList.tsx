import { assetText, grouped } from '../../numbers/amounts.ts';
import { useAct } from '../acts/who-may.ts';
import { placeHash } from '../address/place.ts';
import { Loaded } from '../blocks/Loaded.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { Age } from '../blocks/values/Age.tsx';
import { Badge } from '../blocks/values/Badge.tsx';
import { MODES, WordBadge } from '../blocks/values/WordBadge.tsx';
import { HaltInstrument } from './acts/HaltInstrument.tsx';
import { InstrumentTabs } from './InstrumentTabs.tsx';
import { type DeskInstrument, useInstruments } from './instruments.ts';
import { QuoteAge, QuotePrice } from './QuoteCell.tsx';

const COLUMNS: readonly Column<DeskInstrument>[] = [
  {
    name: 'Instrument',
    cell: ({ settings: { asset } }) => <a href={placeHash('instruments', ['of', asset])}>{assetText(asset)}</a>,
  },
  { name: 'Class', cell: ({ settings }) => settings.assetClass ?? '' },
  { name: 'Mode', cell: ({ mode }) => <WordBadge looks={MODES} word={mode} /> },
  { name: 'Bid / ask', cell: ({ quote }) => <QuotePrice quote={quote} />, isFigure: true },
  { name: 'Age', cell: ({ quote }) => <QuoteAge quote={quote} /> },
  { name: 'From', cell: ({ quote }) => quote?.source ?? '' },
  { name: 'Held', cell: ({ quote }) => quote?.held && <Badge text={`${grouped(quote.held.bid)} held`} tone="warn" /> },
  { name: 'Positions', cell: ({ positions }) => grouped(String(positions)), isFigure: true },
  { name: 'Orders that wait', cell: ({ waiting }) => grouped(String(waiting)), isFigure: true },
  { name: 'Leverage up to', cell: ({ settings }) => `${settings.maxLeverage}×`, isFigure: true },
];

const HALT: Column<DeskInstrument> = {
  name: 'Halt',
  cell: ({ settings, mode }) => <HaltInstrument asset={settings.asset} mode={mode} />,
};

/** All instruments. */
export function InstrumentList() {
  const fetched = useInstruments();
  const mayHalt = useAct('halt-instrument') !== undefined;
  const mayAdd = useAct('set-instrument') !== undefined;
  return (
    <Screen
      title="Instruments"
      about="What is traded, and within which limits."
      actions={mayAdd && <a href={placeHash('instruments', ['new'])}>Add an instrument</a>}
    >
      <InstrumentTabs shown="list" />
      <Panel
        title="Instruments"
        actions={
          fetched.data && (
            <span className="muted">
              orders counted <Age at={fetched.data.countedAt} />
            </span>
          )
        }
      >
        <Loaded of={fetched}>
          {({ instruments }) => (
            <DataTable
              label="Instruments"
              columns={mayHalt ? [...COLUMNS, HALT] : COLUMNS}
              rows={instruments}
              keyOf={({ settings }) => settings.asset}
              empty="There are no instruments yet."
            />
          )}
        </Loaded>
      </Panel>
    </Screen>
  );
}
