import { type FormEvent, type ReactNode, useState } from 'react';
import { useIsOnline } from '../../../api/online.ts';
import { Button, type ButtonProps } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { ProblemBox } from './ProblemBox.tsx';
import styles from './ReasonForm.module.css';

export interface ReasonFormProps {
  /** What the button says. */
  readonly submit: string;
  readonly look?: ButtonProps['look'];
  readonly label?: string;
  readonly hint?: string;
  /** Where nobody need say why. */
  readonly isOptional?: boolean;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** Whether it cannot be sent as it is: a field above lacks something. */
  readonly isDisabled?: boolean;
  readonly onSubmit: (reason: string) => void;
  readonly onCancel?: () => void;
  /** The fields above the reason. */
  readonly children?: ReactNode;
}

/** The longest reason that an act of staff may have. */
const MOST_CHARACTERS = 500;

/** A form of the desk: nothing is done without saying why, and the audit log keeps it. */
export function ReasonForm(props: ReasonFormProps) {
  const { submit, look, label = 'Reason', hint, isOptional = false, error, isPending, isDisabled = false } = props;
  const [reason, setReason] = useState('');
  const isOnline = useIsOnline();
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit(reason.trim());
  };
  return (
    <form className={styles.form} onSubmit={send}>
      {props.children}
      <TextField
        label={isOptional ? `${label} (if there is one)` : label}
        {...(hint === undefined ? {} : { hint })}
        required={!isOptional}
        maxLength={MOST_CHARACTERS}
        value={reason}
        onChange={setReason}
      />
      <ProblemBox error={error} />
      <div className={styles.buttons}>
        {props.onCancel !== undefined && (
          <Button look="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" {...(look === undefined ? {} : { look })} disabled={isPending || isDisabled || !isOnline}>
          {isOnline ? submit : 'Offline: nothing can be sent'}
        </Button>
      </div>
    </form>
  );
}
