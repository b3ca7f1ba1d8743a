import { usePlace } from '../address/place.ts';
import { InstrumentList } from './InstrumentList.tsx';
import { LimitsScreen } from './limits/LimitsScreen.tsx';
import { InstrumentPage } from './page/InstrumentPage.tsx';
import { NewInstrument } from './page/NewInstrument.tsx';

/** Instruments, the one that the address names, and the limits of all accounts. */
export default function InstrumentsScreen() {
  const {
    path: [part, asset],
  } = usePlace();
  if (part === 'limits') return <LimitsScreen />;
  if (part === 'new') return <NewInstrument />;
  return part === 'of' && asset !== undefined ? <InstrumentPage key={asset} asset={asset} /> : <InstrumentList />;
}
