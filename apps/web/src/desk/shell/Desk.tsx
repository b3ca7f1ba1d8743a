import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../../account/session.ts';
import type { User } from '../../api/session-schemas.ts';
import { Message } from '../../ui/Message.tsx';
import { NotStaffPage } from '../entrance/NotStaffPage.tsx';
import { SecondFactorPage } from '../entrance/SecondFactorPage.tsx';
import { SignInPage } from '../entrance/SignInPage.tsx';
import { MeContext, refreshAdmission, useAdmission } from '../me/me.ts';
import styles from './Desk.module.css';
import { DeskHeader } from './DeskHeader.tsx';
import { useSessionWatch } from './use-session-watch.ts';
import { Workplace } from './Workplace.tsx';

/** The whole desk. */
export function Desk() {
  const { data: session, error } = useSession();
  useSessionWatch(session);
  const { data: admission } = useAdmission(session?.userId);
  const me = admission !== undefined && 'me' in admission && session ? admission.me : undefined;
  return (
    <div className={styles.desk}>
      <a className={styles.skip} href={location.hash} onClick={skipToContent}>
        Skip to the content
      </a>
      <DeskHeader email={session?.email} role={me?.role} />
      {session === undefined && <Message text={error?.message ?? 'Loading …'} />}
      {session === null && <SignInPage />}
      {session && me === undefined && <Admission session={session} />}
      {me !== undefined && (
        <MeContext value={me}>
          <Workplace key={me.userId} />
        </MeContext>
      )}
    </div>
  );
}

/** For somebody who is signed in, until it is known that they work here. */
function Admission({ session: { userId, email } }: { readonly session: User }) {
  const client = useQueryClient();
  const { data, error, refetch } = useAdmission(userId);
  const askAgain = () => void refreshAdmission(client);
  if (data === undefined)
    return error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={refetch} />;
  if ('me' in data) return null;
  return data.refusal === 'staff_only' ? (
    <NotStaffPage email={email} onAskAgain={askAgain} />
  ) : (
    <SecondFactorPage onAskAgain={askAgain} />
  );
}

/** The address has the place at the desk behind its `#`, and keeps it. */
function skipToContent(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector('main')?.focus();
}
