import { assetText, grouped } from '../../../numbers/amounts.ts';
import { placeHash } from '../../address/place.ts';
import { Loaded } from '../../blocks/Loaded.tsx';
import { Panel, Panels } from '../../blocks/Panel.tsx';
import { Screen } from '../../blocks/Screen.tsx';
import { Details } from '../../blocks/values/Details.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { MODES, WordBadge } from '../../blocks/values/WordBadge.tsx';
import { HaltInstrument } from '../acts/HaltInstrument.tsx';
import { SetPrice } from '../acts/SetPrice.tsx';
import { type DeskInstrument, type Settings, useInstruments } from '../instruments.ts';
import { QuoteAge, QuotePrice } from '../QuoteCell.tsx';
import { ChangeSettings } from './ChangeSettings.tsx';
import { FIELDS, typedOf } from './fields.ts';

const BACK = { text: 'Instruments', hash: placeHash('instruments') };

/** One instrument: its price, its settings, and what may be done about them. */
export function InstrumentPage({ asset }: { readonly asset: string }) {
  const fetched = useInstruments();
  const instrument = fetched.data?.instruments.find(({ settings }) => settings.asset === asset);
  return (
    <Screen
      title={assetText(asset)}
      back={BACK}
      actions={
        instrument && (
          <>
            <WordBadge looks={MODES} word={instrument.mode} />
            <HaltInstrument asset={asset} mode={instrument.mode} />
            <SetPrice asset={asset} quote={instrument.quote} />
          </>
        )
      }
    >
      <Loaded of={fetched}>
        {() => (instrument === undefined ? <p>There is no such instrument.</p> : <Parts instrument={instrument} />)}
      </Loaded>
    </Screen>
  );
}

function Parts({ instrument }: { readonly instrument: DeskInstrument }) {
  const { settings } = instrument;
  return (
    <>
      <Panels>
        <Panel title="Price">
          <Price instrument={instrument} />
        </Panel>
        <Panel title="Settings">
          <Present settings={settings} />
        </Panel>
      </Panels>
      {/* The form begins anew where the settings have changed: it would take back what somebody else has changed. */}
      <ChangeSettings key={JSON.stringify(settings)} asset={settings.asset} initial={typedOf(settings)} />
    </>
  );
}

function Price({ instrument: { quote, positions, waiting } }: { readonly instrument: DeskInstrument }) {
  return (
    <Details
      details={[
        ['Bid / ask', <QuotePrice key="price" quote={quote} />],
        ['Age', quote === null ? undefined : <QuoteAge quote={quote} key="age" />],
        ['From', quote?.source],
        ['Held', quote?.held && `${grouped(quote.held.bid)} / ${grouped(quote.held.ask)}`],
        ['Held since', quote?.held && <Time at={quote.held.heldSince} key="since" />],
        ['Positions', grouped(String(positions))],
        ['Orders that wait', grouped(String(waiting))],
      ]}
    />
  );
}

function Present({ settings }: { readonly settings: Settings }) {
  return (
    <Details
      details={FIELDS.map(({ name, label }) => [
        label,
        settings[name] === undefined ? (
          <span className="muted" key={name}>
            not set
          </span>
        ) : (
          grouped(String(settings[name]))
        ),
      ])}
    />
  );
}
