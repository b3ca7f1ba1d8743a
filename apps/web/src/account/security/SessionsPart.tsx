import type { SessionShown } from '../../api/schemas.ts';
import { toTheMinute } from '../../clock/times.ts';
import { Button } from '../../ui/Button.tsx';
import listStyles from '../../ui/List.module.css';
import { Message } from '../../ui/Message.tsx';
import { Failure } from '../Failure.tsx';
import styles from './Security.module.css';
import { useEndSession, useSessions } from './sessions.ts';

/** Where the user is signed in, and how that is ended. */
export function SessionsPart() {
  const { data: sessions, error, refetch } = useSessions();
  const ending = useEndSession();
  const end = (sessionId?: string) => ending.mutate(sessionId);
  return (
    <section aria-labelledby="security-sessions">
      <h3 id="security-sessions">Sessions</h3>
      {sessions === undefined ? (
        <Message text={error?.message ?? 'Waiting for the sessions …'} {...(error && { onRetry: refetch })} />
      ) : (
        <ul className={listStyles.list} aria-label="Your sessions">
          {sessions.map((session) => (
            <SessionItem key={session.sessionId} session={session} isBusy={ending.isPending} onEnd={end} />
          ))}
        </ul>
      )}
      {sessions !== undefined && sessions.length > 1 && (
        <div className={styles.end}>
          <Button disabled={ending.isPending} onClick={() => end()}>
            End all others
          </Button>
        </div>
      )}
      {ending.data !== undefined && <p role="status">{ending.data}</p>}
      <Failure error={ending.error} />
    </section>
  );
}

interface SessionItemProps {
  readonly session: SessionShown;
  readonly isBusy: boolean;
  readonly onEnd: (sessionId: string) => void;
}

function SessionItem({ session, isBusy, onEnd }: SessionItemProps) {
  const { sessionId, device, address, isByLink, isOwn, startedAt, lastUsedAt } = session;
  return (
    <li className={listStyles.item}>
      <div className={listStyles.facts}>
        <strong>{device}</strong>
        <span>
          {isOwn ? 'This session' : `Last used ${toTheMinute(lastUsedAt)}`} · from {address}
        </span>
        <span>
          Signed in {toTheMinute(startedAt)} with {isByLink ? 'a link' : 'a password'}
        </span>
      </div>
      {!isOwn && (
        <Button isSmall disabled={isBusy} aria-label={`End the session of ${device}`} onClick={() => onEnd(sessionId)}>
          End
        </Button>
      )}
    </li>
  );
}
