import { placeHash } from '../../address/place.ts';
import { Loaded } from '../../blocks/Loaded.tsx';
import { Screen } from '../../blocks/Screen.tsx';
import { WordBadge } from '../../blocks/values/WordBadge.tsx';
import { STATE_LOOKS, useCheck } from '../identity.ts';
import { CheckParts } from './CheckParts.tsx';

/** One client's identity check. */
export function CheckScreen({ userId }: { readonly userId: string }) {
  const fetched = useCheck(userId);
  const { data } = fetched;
  return (
    <Screen
      title={data?.email ?? 'Identity check'}
      back={{ text: 'Identity', hash: placeHash('identity') }}
      about={<a href={placeHash('clients', [userId])}>All about this client</a>}
      actions={data && <WordBadge looks={STATE_LOOKS} word={data.state} />}
    >
      <Loaded of={fetched}>{(check) => <CheckParts latest={check} />}</Loaded>
    </Screen>
  );
}
