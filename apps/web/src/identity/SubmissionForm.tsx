import { type FormEvent, useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import { ApiError } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import type { Identity, Person, Questionnaire } from './answers.ts';
import styles from './Identity.module.css';
import { useSubmit } from './identity.ts';
import { PersonFields } from './PersonFields.tsx';
import { Questions } from './Questions.tsx';

export interface SubmissionFormProps {
  readonly identity: Identity;
  readonly questionnaire: Questionnaire;
}

const NOBODY: Person = { fullName: '', dateOfBirth: '', nationality: '', address: '', taxResidence: '' };

/** Who somebody is, and what they know and can bear: sent together, once the documents are there. */
export function SubmissionForm({ identity, questionnaire }: SubmissionFormProps) {
  const submitting = useSubmit();
  const [person, setPerson] = useState(identity.person ?? NOBODY);
  const [answers, setAnswers] = useState(identity.answers ?? {});
  const [isRead, setIsRead] = useState(false);
  const { error } = submitting;
  const isWarned = error instanceof ApiError && error.code === 'warning_unread';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = isRead ? { hasReadWarning: true } : {};
    submitting.mutate({ ...person, answers, questionnaireVersion: questionnaire.version, ...read });
  };
  /** What was warned of were other answers. */
  const answer = (id: string, choice: string) => {
    setAnswers({ ...answers, [id]: choice });
    setIsRead(false);
    submitting.reset();
  };
  /** What is wrong with a field stands at the field. */
  const isOfField = Object.keys(faultsOf(error)).some((name) => name in person);
  const isWhole = identity.missing.length === 0;
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Who you are">
      <PersonFields person={person} faults={faultsOf(error)} onChange={setPerson} />
      <Questions questionnaire={questionnaire} answers={answers} onAnswer={answer} />
      {isWarned && (
        <div className={styles.warning} role="alert">
          <p>{questionnaire.warning}</p>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={isRead}
              onChange={({ currentTarget }) => setIsRead(currentTarget.checked)}
            />
            I have read this, and want to go on
          </label>
        </div>
      )}
      {!isWarned && !isOfField && <Failure error={error} />}
      {!isWhole && <p className="muted">The documents above that are needed are missing.</p>}
      <Button type="submit" disabled={!isWhole || submitting.isPending || (isWarned && !isRead)}>
        Send it to be checked
      </Button>
    </form>
  );
}

function faultsOf(error: Error | null): Readonly<Record<string, string>> {
  return error instanceof ApiError ? error.errors : {};
}
