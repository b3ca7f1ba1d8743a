import { FormDialog } from '../../blocks/dialogs/FormDialog.tsx';
import { ReasonForm } from '../../blocks/forms/ReasonForm.tsx';
import { type ClientSession, useEndSessions } from './sessions.ts';

export interface EndSessionsProps {
  readonly userId: string;
  /** Undefined: all of them. */
  readonly session?: ClientSession;
}

/** Ends a client's session, or all. */
export function EndSessions({ userId, session }: EndSessionsProps) {
  const title = session === undefined ? 'End all sessions' : `End the session of ${session.device}`;
  return (
    <FormDialog
      button={session === undefined ? 'End all' : 'End'}
      label={title}
      title={title}
      about="The client is signed out there at once."
    >
      {(close) => <EndForm {...{ userId, close }} sessionId={session?.sessionId} />}
    </FormDialog>
  );
}

interface EndFormProps {
  readonly userId: string;
  readonly sessionId: string | undefined;
  readonly close: () => void;
}

function EndForm({ userId, sessionId, close }: EndFormProps) {
  const { mutate, error, isPending } = useEndSessions(userId);
  return (
    <ReasonForm
      submit="End"
      look="danger"
      {...{ error, isPending }}
      onSubmit={(reason) => mutate({ sessionId, reason }, { onSuccess: close })}
      onCancel={close}
    />
  );
}
