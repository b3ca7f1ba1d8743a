import { useAct } from '../acts/who-may.ts';
import { placeHash } from '../address/place.ts';
import { TabLinks } from '../blocks/TabLinks.tsx';

/** The lists of this screen. Who wants to be erased is for those who erase. */
export function IdentityTabs({ shown }: { readonly shown: 'checks' | 'erasures' }) {
  const mayErase = useAct('erase-client') !== undefined;
  if (!mayErase) return null;
  return (
    <TabLinks
      label="Identity"
      shown={shown}
      tabs={[
        { name: 'checks', title: 'Checks', hash: placeHash('identity') },
        { name: 'erasures', title: 'Erasures asked for', hash: placeHash('identity', ['erasures']) },
      ]}
    />
  );
}
