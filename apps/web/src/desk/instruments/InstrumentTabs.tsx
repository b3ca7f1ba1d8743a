import { useAct } from '../acts/who-may.ts';
import { placeHash } from '../address/place.ts';
import { TabLinks } from '../blocks/TabLinks.tsx';

const TABS = [
  { name: 'list', title: 'Instruments', hash: placeHash('instruments') },
  { name: 'limits', title: 'Limits of all accounts', hash: placeHash('instruments', ['limits']) },
] as const;

export function InstrumentTabs({ shown }: { readonly shown: (typeof TABS)[number]['name'] }) {
  // The limits are shown to those who may change them: others see what holds on a client's page.
  const mayLimit = useAct('set-limits') !== undefined;
  if (!mayLimit) return null;
  return <TabLinks label="Instruments" shown={shown} tabs={TABS} />;
}
