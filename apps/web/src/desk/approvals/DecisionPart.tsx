import { useState } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import fieldStyles from '../../ui/Field.module.css';
import type { ActionAnswer } from '../acts/action.ts';
import { rolesText } from '../acts/who-may.ts';
import { ReasonForm } from '../blocks/forms/ReasonForm.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { useMe } from '../me/me.ts';
import { type Decision, useDecide } from './decide.ts';

/** The second person's word, or that of who asked and takes it back. */
export function DecisionPart(shown: ActionAnswer) {
  const { userId: own, role } = useMe();
  const { action } = shown;
  if (action.state !== 'waiting') return null;
  if (action.askedBy === own)
    return (
      <Panel title="Take it back">
        <p className="muted">You asked for this, so that another one has to say yes.</p>
        <Withdrawal actionId={action.actionId} />
      </Panel>
    );
  if (!action.mayApprove.includes(role))
    return (
      <Panel title="Decision">
        <p className="muted">This waits for {rolesText(action.mayApprove)}.</p>
      </Panel>
    );
  if (action.userId === own)
    return (
      <Panel title="Decision">
        <p className="muted">This concerns you: somebody else decides.</p>
      </Panel>
    );
  return (
    <Panel title="Decision">
      <Word {...shown} />
    </Panel>
  );
}

const WORDS = [
  ['approve', 'Yes'],
  ['refuse', 'No'],
] as const satisfies readonly (readonly [Decision['what'], string])[];

function Word({ action: { actionId }, hasChanged = false }: ActionAnswer) {
  const deciding = useDecide(actionId);
  const [what, setWhat] = useState<'approve' | 'refuse'>('approve');
  const [isKnown, setIsKnown] = useState(false);
  const isYes = what === 'approve';
  const send = (reason: string) =>
    deciding.mutate({
      what,
      ...(reason === '' ? {} : { reason }),
      ...(isYes && hasChanged ? { despiteChanges: isKnown } : {}),
    });
  return (
    <ReasonForm
      submit={isYes ? 'Say yes, and carry it out' : 'Say no'}
      look={isYes ? 'buy' : 'danger'}
      isOptional={isYes}
      isDisabled={isYes && hasChanged && !isKnown}
      error={deciding.error}
      isPending={deciding.isPending}
      onSubmit={send}
    >
      <Choice name="Decision" options={WORDS} value={what} onChange={setWhat} />
      {isYes && hasChanged && (
        <label className={fieldStyles.check}>
          <input type="checkbox" checked={isKnown} onChange={({ target }) => setIsKnown(target.checked)} />I have seen
          what has changed since it was asked for
        </label>
      )}
    </ReasonForm>
  );
}

function Withdrawal({ actionId }: { readonly actionId: string }) {
  const deciding = useDecide(actionId);
  return (
    <ReasonForm
      submit="Take it back"
      isOptional
      error={deciding.error}
      isPending={deciding.isPending}
      onSubmit={(reason) => deciding.mutate({ what: 'withdraw', ...(reason === '' ? {} : { reason }) })}
    />
  );
}
