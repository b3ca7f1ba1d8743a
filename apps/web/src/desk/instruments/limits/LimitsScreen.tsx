import { useQuery } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import { useAct } from '../../acts/who-may.ts';
import { Loaded } from '../../blocks/Loaded.tsx';
import { Screen } from '../../blocks/Screen.tsx';
import { InstrumentTabs } from '../InstrumentTabs.tsx';
import { limitsPreview } from '../previews.ts';
import { ChangeLimits } from './ChangeLimits.tsx';
import { PREVIEW_PATH, typedLimits } from './limits.ts';

/** The limits of all accounts. */
export function LimitsScreen() {
  const mayAsk = useAct('set-limits') !== undefined;
  return (
    <Screen title="Limits of all accounts" about="How much any account may have open. Clients may set lower ones.">
      {mayAsk ? (
        <>
          <InstrumentTabs shown="limits" />
          <PresentLimits />
        </>
      ) : (
        <p>This is not for your role. A client’s page shows the limits that hold.</p>
      )}
    </Screen>
  );
}

/** What would change if there were no limits is what there is. */
function PresentLimits() {
  const { data, error, refetch } = useQuery({
    queryKey: ['desk', PREVIEW_PATH, {}],
    queryFn: async ({ signal }) => {
      const body = { limits: {} };
      return (await call({ method: 'POST', path: PREVIEW_PATH, body, schema: limitsPreview, signal })).data;
    },
  });
  return (
    <Loaded of={{ data, error, askAgain: () => void refetch() }}>
      {({ differences }) => <ChangeLimits key={JSON.stringify(differences)} initial={typedLimits(differences)} />}
    </Loaded>
  );
}
