import { goTo, placeHash, usePlace } from '../../address/place.ts';
import { DayField, Filters, SelectField } from '../../blocks/forms/Filters.tsx';
import { Loaded } from '../../blocks/Loaded.tsx';
import { Panel } from '../../blocks/Panel.tsx';
import { Age } from '../../blocks/values/Age.tsx';
import { Amount } from '../../blocks/values/Amount.tsx';
import { ResultTables } from './ResultTables.tsx';
import { rangeOf } from './range.ts';
import { useHouseResult, WAYS, type Way } from './result.ts';

/** What the house got out of its clients. */
export function ResultPart() {
  const { query } = usePlace();
  const range = rangeOf(query);
  const by = WAYS.find(([way]) => way === query.by)?.[0] ?? 'day';
  const fetched = useHouseResult({ ...range, by });
  const show = (chosen: { readonly from?: string; readonly to?: string; readonly by?: Way }) =>
    goTo(placeHash('risk', ['result'], { ...range, by, ...chosen }), true);
  return (
    <>
      <Filters label="The house’s result">
        <DayField label="From (UTC)" value={range.from} onChange={(from) => from && show({ from })} />
        <DayField label="To (UTC)" value={range.to} onChange={(to) => to && show({ to })} />
        <SelectField label="By" options={WAYS} value={by} onChange={(way) => show({ by: way })} />
      </Filters>
      <Loaded of={fetched}>
        {(result) => (
          <>
            <Panel
              title="Result"
              actions={
                <span className="muted">
                  as of <Age at={result.asOf} />
                </span>
              }
            >
              <p>
                <strong>
                  <Amount amount={result.total.amount} isChange /> USDC
                </strong>{' '}
                <span className="muted">
                  from {result.from} to {result.to}, of {result.total.entries} entries. It is what clients lost less
                  what they won: money that they paid in or out is not in it.
                </span>
              </p>
            </Panel>
            <ResultTables result={result} />
          </>
        )}
      </Loaded>
    </>
  );
}
