import { Button } from '../../../ui/Button.tsx';
import { useAct } from '../../acts/who-may.ts';
import { FormDialog } from '../../blocks/dialogs/FormDialog.tsx';
import { ProblemBox } from '../../blocks/forms/ProblemBox.tsx';
import { ReasonForm } from '../../blocks/forms/ReasonForm.tsx';
import { useMe } from '../../me/me.ts';
import { type Check, useDecide } from '../identity.ts';
import styles from './Check.module.css';

export interface DecisionProps {
  readonly check: Check;
  /** Is given how the check stands behind it. */
  readonly onDone: (check: Check) => void;
}

/** What may be done about a check as it stands. */
export function Decision({ check, onDone }: DecisionProps) {
  const me = useMe();
  const mayDecide = useAct('decide-identity') !== undefined;
  const reviewing = useDecide(check.userId, onDone);
  const { userId, state, version, reviewedBy } = check;
  if (!mayDecide) return null;
  if (userId === me.userId) return <p className="muted">It is your own: a colleague decides about it.</p>;
  const isOpen = state === 'submitted' || state === 'in_review';
  const isOthers = state === 'in_review' && reviewedBy !== me.userId;
  return (
    <>
      {isOthers && <p className="muted">A colleague looks at it. You may take it over.</p>}
      <div className={styles.buttons}>
        {isOpen && reviewedBy !== me.userId && (
          <Button
            disabled={reviewing.isPending}
            focusableWhenDisabled
            onClick={() => reviewing.mutate({ part: 'review', body: { version } })}
          >
            Take into review
          </Button>
        )}
        {isOpen && <Approve {...{ check, onDone }} />}
        {(isOpen || state === 'approved') && <Refuse {...{ check, onDone }} />}
      </div>
      <ProblemBox error={reviewing.error} />
    </>
  );
}

function Approve({ check, onDone }: DecisionProps) {
  return (
    <FormDialog
      button="Approve"
      look="buy"
      isSmall={false}
      title={`Approve the identity of ${check.person?.fullName ?? 'this client'}`}
      about="One person does this: it holds at once, and the client is told."
    >
      {(close) => <DecisionForm {...{ check, onDone, close }} decision="approve" submit="Approve" />}
    </FormDialog>
  );
}

/** An approval may be taken back: that is a refusal as well. */
function Refuse({ check, onDone }: DecisionProps) {
  const button = check.state === 'approved' ? 'Take the approval back' : 'Refuse';
  return (
    <FormDialog
      button={button}
      look="danger"
      isSmall={false}
      title={`${button}: ${check.person?.fullName ?? 'this client'}`}
      about="One person does this: it holds at once. The client may send it again."
    >
      {(close) => <DecisionForm {...{ check, onDone, close }} decision="refuse" submit={button} />}
    </FormDialog>
  );
}

interface DecisionFormProps extends DecisionProps {
  readonly decision: 'approve' | 'refuse';
  readonly submit: string;
  readonly close: () => void;
}

function DecisionForm({ check: { userId, version }, onDone, decision, submit, close }: DecisionFormProps) {
  const { mutate, error, isPending } = useDecide(userId, onDone);
  const isRefusal = decision === 'refuse';
  const send = (reason: string) =>
    mutate({ part: 'decision', body: { version, decision, ...(reason !== '' && { reason }) } }, { onSuccess: close });
  return (
    <ReasonForm
      {...{ submit, error, isPending }}
      look={isRefusal ? 'danger' : 'buy'}
      isOptional={!isRefusal}
      hint={isRefusal ? 'The client reads it.' : 'Staff read it, and the audit log keeps it.'}
      onSubmit={send}
      onCancel={close}
    />
  );
}
