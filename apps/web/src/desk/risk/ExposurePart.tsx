import { decimal, timeMs } from '@fulcrum/protocol';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { useAct } from '../acts/who-may.ts';
import { placeHash } from '../address/place.ts';
import { Loaded } from '../blocks/Loaded.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { useFetched } from '../blocks/use-fetched.ts';
import { Amount } from '../blocks/values/Amount.tsx';
import { MODES, WordBadge } from '../blocks/values/WordBadge.tsx';
import { HaltInstrument } from '../instruments/acts/HaltInstrument.tsx';
import { SetPrice } from '../instruments/acts/SetPrice.tsx';
import { useInstruments } from '../instruments/instruments.ts';
import { QuoteAge, QuotePrice } from '../instruments/QuoteCell.tsx';
import { AsOf } from './AsOf.tsx';
import styles from './Risk.module.css';

const money = decimal.nullable();
const side = z.object({ quantity: decimal, positions: z.int(), notional: money, unrealizedPnl: money });
const quote = z.object({ bid: decimal, ask: decimal, time: timeMs, ageMs: z.int(), stale: z.boolean() }).nullable();

const answer = z.object({
  asOf: timeMs,
  instruments: z.array(
    z.object({
      ...{ asset: z.string(), long: side, short: side, net: z.object({ quantity: decimal, notional: money }) },
      ...{ unrealizedPnl: money, quote },
    }),
  ),
});

type Exposure = z.infer<typeof answer>['instruments'][number];

interface Row extends Exposure {
  /** What may be traded. Undefined until that is known. */
  readonly mode: keyof typeof MODES | undefined;
}

const LOOK_EVERY_MS = 3_000;

const amount = (of: string | null, isChange = false) =>
  of === null ? <span className="muted">no price</span> : <Amount amount={of} isChange={isChange} />;

const COLUMNS: readonly Column<Row>[] = [
  { name: 'Instrument', cell: ({ asset }) => <a href={placeHash('instruments', ['of', asset])}>{assetText(asset)}</a> },
  { name: 'Long', cell: ({ long }) => <Quantity {...long} />, isFigure: true },
  { name: 'Worth, P&L', cell: ({ long }) => <Worth {...long} />, isFigure: true },
  { name: 'Short', cell: ({ short }) => <Quantity {...short} />, isFigure: true },
  { name: 'Worth and P&L', cell: ({ short }) => <Worth {...short} />, isFigure: true },
  {
    name: 'House net',
    cell: ({ net }) => <Stacked first={grouped(net.quantity)} second={amount(net.notional, true)} />,
    isFigure: true,
  },
  { name: 'P&L of clients', cell: ({ unrealizedPnl }) => amount(unrealizedPnl, true), isFigure: true },
  {
    name: 'Bid / ask',
    cell: (row) => <Stacked first={<QuotePrice quote={row.quote} />} second={<QuoteAge quote={row.quote} />} />,
    isFigure: true,
  },
  { name: 'Mode', cell: ({ mode }) => mode && <WordBadge looks={MODES} word={mode} /> },
];

const ACTS: Column<Row> = { name: 'Acts', cell: (row) => <Acts row={row} /> };

/** What clients have open in each instrument, and what the house carries against them. */
export function ExposurePart() {
  const fetched = useFetched({ path: '/desk/risk/exposure', schema: answer, everyMs: LOOK_EVERY_MS });
  const { data: known } = useInstruments();
  const acts = [useAct('halt-instrument'), useAct('set-price')];
  const mayAct = acts.some((act) => act !== undefined);
  const modeOf = new Map(known?.instruments.map(({ settings, mode }) => [settings.asset, mode]));
  return (
    <Panel title="Exposure" actions={fetched.data && <AsOf positionsAt={fetched.data.asOf} pricesAt={fetched.at} />}>
      <Loaded of={fetched}>
        {({ instruments }) => (
          <DataTable
            label="Exposure"
            columns={mayAct ? [...COLUMNS, ACTS] : COLUMNS}
            rows={instruments.map((row) => ({ ...row, mode: modeOf.get(row.asset) }))}
            keyOf={({ asset }) => asset}
            empty="There are no instruments yet."
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Quantity({ quantity, positions }: { readonly quantity: string; readonly positions: number }) {
  return (
    <Stacked
      first={grouped(quantity)}
      second={
        <span className="muted">
          {grouped(String(positions))} {positions === 1 ? 'position' : 'positions'}
        </span>
      }
    />
  );
}

function Worth({ notional, unrealizedPnl }: Exposure['long']) {
  return <Stacked first={amount(notional)} second={amount(unrealizedPnl, true)} />;
}

/** Two figures that belong together, one below the other. */
function Stacked({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) {
  return (
    <div className={styles.stacked}>
      <span>{first}</span>
      <span>{second}</span>
    </div>
  );
}

function Acts({ row: { asset, mode, quote: last } }: { readonly row: Row }) {
  return (
    <div className={styles.acts}>
      {mode !== undefined && <HaltInstrument asset={asset} mode={mode} />}
      <SetPrice asset={asset} quote={last} />
    </div>
  );
}
