import { Message } from '../../ui/Message.tsx';
import { type ActionAnswer, faultOf, kindText, STATE_LOOKS } from '../acts/action.ts';
import { personText, subjectText } from '../acts/people.ts';
import { rolesText } from '../acts/who-may.ts';
import { placeHash } from '../address/place.ts';
import { Panel, Panels } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { ClientLink } from '../blocks/values/ClientLink.tsx';
import { Details } from '../blocks/values/Details.tsx';
import { Differences } from '../blocks/values/Differences.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { WordBadge } from '../blocks/values/WordBadge.tsx';
import { useAction } from './actions.ts';
import { DecisionPart } from './DecisionPart.tsx';

const BACK = { text: 'Approvals', hash: placeHash('approvals') };

/** One action: what shall be done, who asked and why, and what was decided. */
export function ActionDetail({ actionId }: { readonly actionId: string }) {
  const { data, error, refetch } = useAction(actionId);
  if (data === undefined)
    return (
      <Screen title="Approval" back={BACK}>
        {error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={refetch} />}
      </Screen>
    );
  return (
    <Screen title={kindText(data.action.kind)} about={subjectText(data.action, data.emails)} back={BACK}>
      <Panels>
        <Facts {...data} />
        <DecisionPart {...data} />
      </Panels>
      <Contents {...data} />
    </Screen>
  );
}

function Facts({ action, emails }: ActionAnswer) {
  const { userId, askedBy, askedAt, reason, decidedBy, decidedAt, decisionReason, state, mayApprove } = action;
  const { expiresAt, endedAt, entryId, takesTwo } = action;
  return (
    <Panel title="The request" actions={<WordBadge looks={STATE_LOOKS} word={state} />}>
      <Details
        details={[
          ['Reason', reason],
          ['Asked by', personText(askedBy, emails)],
          ['Asked', <Time key="asked" at={askedAt} />],
          ['Client', userId && <ClientLink key="client" userId={userId} email={emails[userId]} />],
          ['May say yes', takesTwo ? rolesText(mayApprove) : 'It takes one person'],
          ['Expires', state === 'waiting' ? <Time key="expires" at={expiresAt} /> : undefined],
          ['Decided by', decidedBy && personText(decidedBy, emails)],
          ['Decided', decidedAt === undefined ? undefined : <Time key="decided" at={decidedAt} />],
          ['Why', decisionReason],
          ['Ended', endedAt === undefined ? undefined : <Time key="ended" at={endedAt} />],
          ['What went wrong', faultOf(action)],
          ['Entry of the log', entryId],
        ]}
      />
    </Panel>
  );
}

/** What would be changed, against what is there now where that is known. */
function Contents({ action, present, hasChanged = false }: ActionAnswer) {
  const { before, data } = action;
  return (
    <>
      {hasChanged && (
        <Panel title="What has changed since it was asked for">
          <Differences label="Changed since" before={before} after={present} />
        </Panel>
      )}
      <Panel title={before === undefined ? 'What shall be done' : 'What it changes'}>
        <Differences label="What shall be done" before={hasChanged ? present : before} after={withoutUser(data)} />
      </Panel>
    </>
  );
}

/** Whom it concerns stands above. */
function withoutUser(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('userId' in data)) return data;
  const { userId: _userId, ...others } = data;
  return others;
}
