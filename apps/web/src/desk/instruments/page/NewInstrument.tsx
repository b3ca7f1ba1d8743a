import { useAct } from '../../acts/who-may.ts';
import { placeHash } from '../../address/place.ts';
import { Screen } from '../../blocks/Screen.tsx';
import { ChangeSettings } from './ChangeSettings.tsx';

const BACK = { text: 'Instruments', hash: placeHash('instruments') };

/** What a new instrument begins with: it opens nothing before it is looked at once more. */
const INITIAL = {
  mode: 'closed',
  texts: { priceDecimals: '2', quantityDecimals: '5', maxLeverage: '10', maxQuoteAgeMs: '5000' },
} as const;

export function NewInstrument() {
  const mayAdd = useAct('set-instrument') !== undefined;
  return (
    <Screen title="Add an instrument" about="It begins closed, unless you choose otherwise." back={BACK}>
      {mayAdd ? <ChangeSettings asset={undefined} initial={INITIAL} /> : <p>This is not for your role.</p>}
    </Screen>
  );
}
