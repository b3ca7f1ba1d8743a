import { Message } from '../../ui/Message.tsx';
import { placeHash } from '../address/place.ts';
import { Loaded } from '../blocks/Loaded.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { Details } from '../blocks/values/Details.tsx';
import { Differences } from '../blocks/values/Differences.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { type AuditEntry, useAuditEntry } from './audit.ts';
import { actorText, actText, partsOf } from './entry-words.ts';

const BACK = { text: 'Audit', hash: placeHash('audit') };

/** One row of the audit log, and what it says was changed. */
export function AuditDetail({ number }: { readonly number: number }) {
  const fetched = useAuditEntry(number);
  return (
    <Screen title={`Row ${Number.isNaN(number) ? '?' : number}`} back={BACK}>
      <Loaded of={fetched}>
        {({ entry }) => (entry === undefined ? <Message text="There is no such row." /> : <Entry entry={entry} />)}
      </Loaded>
    </Screen>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { at, actor, role, address, act, subject, content, hash } = entry;
  const { reason, action, before, after, others } = partsOf(content);
  return (
    <>
      <Panel title={actText(act)}>
        <Details
          details={[
            ['Who', `${actorText(entry)}, as ${role}`],
            ['Id of who', actor],
            ['When', <Time key="when" at={at} />],
            ['From', address],
            ['Whom or what', subject],
            ['Reason', reason],
            [
              'Action',
              action && (
                <a key="action" href={placeHash('approvals', [action])}>
                  {action}
                </a>
              ),
            ],
            ['Act', <code key="act">{act}</code>],
            ['Hash', <code key="hash">{hash}</code>],
          ]}
        />
      </Panel>
      {(before !== undefined || after !== undefined) && (
        <Panel title="Before and after">
          <Differences label="Before and after" before={before} after={after} />
        </Panel>
      )}
      {Object.keys(others).length > 0 && (
        <Panel title="What else it says">
          <Differences label="What else it says" before={undefined} after={others} />
        </Panel>
      )}
    </>
  );
}
