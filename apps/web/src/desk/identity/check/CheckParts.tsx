import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Panel, Panels } from '../../blocks/Panel.tsx';
import { Details } from '../../blocks/values/Details.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { WordBadge } from '../../blocks/values/WordBadge.tsx';
import { type Check, RESULT_LOOKS, STATE_LOOKS } from '../identity.ts';
import { Answers } from './Answers.tsx';
import styles from './Check.module.css';
import { Decision } from './Decision.tsx';
import { Documents } from './Documents.tsx';

/**
 * All that a client sent. What was changed since somebody began to look is not put below their eyes: it is said, and they
 * look again.
 *
 * @param latest how it stands by now.
 */
export function CheckParts({ latest }: { readonly latest: Check }) {
  const [looked, setLooked] = useState(latest);
  const isChanged = latest.version !== looked.version;
  const check = isChanged ? looked : latest;
  return (
    <>
      {isChanged && (
        <div className={styles.changed} role="alert">
          <p>This was changed, or decided, since you began to look at it. What is shown is older.</p>
          <Button isSmall onClick={() => setLooked(latest)}>
            Show what it is now
          </Button>
        </div>
      )}
      <Panels>
        <Panel title="The check">
          <State check={check} />
          {!isChanged && <Decision check={check} onDone={setLooked} />}
        </Panel>
        <Panel title="Who they are">
          <Person check={check} />
        </Panel>
      </Panels>
      <Panel title="Documents">
        <Documents documents={check.documents} />
      </Panel>
      <Panel title="Questionnaire">
        <Answers check={check} />
      </Panel>
    </>
  );
}

function State({ check }: { readonly check: Check }) {
  const { state, version, submittedAt, result, warningReadAt, decidedAt, reason, expiresAt } = check;
  const time = (at: number | null) => (at === null ? undefined : <Time at={at} />);
  return (
    <Details
      details={[
        ['State', <WordBadge key="state" looks={STATE_LOOKS} word={state} />],
        ['Sent', time(submittedAt)],
        ['Questionnaire', result === null ? undefined : <WordBadge key="result" looks={RESULT_LOOKS} word={result} />],
        ['Warning read', time(warningReadAt)],
        ['Decided', time(decidedAt)],
        ['Refused because', reason ?? undefined],
        ['Approved until', time(expiresAt)],
        ['Version', version],
      ]}
    />
  );
}

function Person({ check: { person } }: { readonly check: Check }) {
  if (person === null) return <p className="muted">Nothing was sent.</p>;
  const { fullName, dateOfBirth, nationality, address, taxResidence } = person;
  return (
    <Details
      details={[
        ['Full name', fullName],
        ['Date of birth', dateOfBirth],
        ['Nationality', nationality],
        ['Address', address],
        ['Tax residence', taxResidence],
      ]}
    />
  );
}
