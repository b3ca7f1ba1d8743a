import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../Failure.tsx';
import formStyles from '../SignInDialog.module.css';
import { TextField } from '../TextField.tsx';
import styles from './Security.module.css';
import { prepareSecondFactor, refreshSecurity, turnSecondFactorOff, turnSecondFactorOn } from './security.ts';

export interface SecondFactorPartProps {
  readonly hasSecondFactor: boolean;
  readonly recoveryCodesLeft: number;
}

/** Turns the second factor on and off. */
export function SecondFactorPart({ hasSecondFactor, recoveryCodesLeft }: SecondFactorPartProps) {
  const client = useQueryClient();
  const preparing = useMutation({ mutationFn: prepareSecondFactor });
  const turningOn = useMutation({ mutationFn: turnSecondFactorOn, onSuccess: () => refreshSecurity(client) });
  const turningOff = useMutation({
    mutationFn: turnSecondFactorOff,
    onSuccess: () => {
      preparing.reset();
      turningOn.reset();
      return refreshSecurity(client);
    },
  });
  return (
    <section aria-labelledby="security-second-factor">
      <h3 id="security-second-factor">Second factor</h3>
      <p className="muted">
        {hasSecondFactor
          ? `It is on: signing in takes a code out of your app. Recovery codes left: ${recoveryCodesLeft}.`
          : 'It is off. With it, signing in takes a code out of an app on your phone as well.'}
      </p>
      {turningOn.data !== undefined && <RecoveryCodes codes={turningOn.data} />}
      {hasSecondFactor && (
        <AskForCode
          what="Turn it off"
          error={turningOff.error}
          isPending={turningOff.isPending}
          onCode={turningOff.mutate}
        />
      )}
      {!hasSecondFactor && preparing.data === undefined && (
        <div className={formStyles.form}>
          <Button disabled={preparing.isPending} onClick={() => preparing.mutate()}>
            Set up a second factor
          </Button>
          <Failure error={preparing.error} />
        </div>
      )}
      {!hasSecondFactor && preparing.data !== undefined && (
        <>
          <p>
            Add this key to your app, or <a href={preparing.data.uri}>open it in one on this device</a>:
          </p>
          <p>
            <code className={styles.secret}>{preparing.data.secret}</code>
          </p>
          <AskForCode
            what="Turn it on"
            error={turningOn.error}
            isPending={turningOn.isPending}
            onCode={turningOn.mutate}
          />
        </>
      )}
    </section>
  );
}

interface AskForCodeProps {
  readonly what: string;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onCode: (code: string) => void;
}

function AskForCode({ what, error, isPending, onCode }: AskForCodeProps) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <form className={formStyles.form} onSubmit={submit}>
      <TextField label="Code" autoComplete="one-time-code" maxLength={64} value={code} onChange={setCode} />
      <Button type="submit" disabled={isPending}>
        {what}
      </Button>
      <Failure error={error} />
    </form>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div role="status">
      <p>Keep these recovery codes: each signs you in once without your app. They are shown this once.</p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
