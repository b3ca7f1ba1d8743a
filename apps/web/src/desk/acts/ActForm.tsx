import { type ReactNode, useId } from 'react';
import { Button, type ButtonProps } from '../../ui/Button.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { ReasonForm } from '../blocks/forms/ReasonForm.tsx';
import styles from './Acts.module.css';
import { type ActBody, useAsking } from './ask.ts';
import { Outcome } from './Outcome.tsx';
import { SecondPerson } from './SecondPerson.tsx';
import type { Act } from './who-may.ts';

export interface ActFormProps {
  readonly act: Act;
  /** Where it is asked for, below /api/v1. */
  readonly path: string;
  /** What is asked for, besides the reason; undefined while a field lacks something. */
  readonly body: ActBody | undefined;
  readonly submit: string;
  readonly look?: ButtonProps['look'];
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks for an act, with its reason; then it says what came of it. */
export function ActForm({ act, path, body, submit, look, onClose, children }: ActFormProps) {
  const { ask, action, error, isPending } = useAsking(path);
  const outcomeId = useId();
  if (action !== undefined)
    return (
      <>
        <Outcome id={outcomeId} action={action} />
        <div className={styles.buttons}>
          <Button ref={takeFocus} aria-describedby={outcomeId} onClick={onClose}>
            Close
          </Button>
        </div>
      </>
    );
  return (
    <ReasonForm
      {...{ submit, error, isPending }}
      {...(look && { look })}
      hint="Staff read it, and the audit log keeps it."
      isDisabled={body === undefined}
      onSubmit={(reason) => ask({ ...body, reason })}
      onCancel={onClose}
    >
      {children}
      <SecondPerson act={act} />
    </ReasonForm>
  );
}
