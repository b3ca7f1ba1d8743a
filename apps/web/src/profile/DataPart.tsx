import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import { useSecurity } from '../account/security/security.ts';
import { apiUrl } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { askForErasure, ERASURE, readErasure, takeErasureBack } from './erasure.ts';
import styles from './Profile.module.css';

/** All that is stored about a user: to have, and to have erased. */
export function DataPart() {
  const { data } = useQuery({ queryKey: [ERASURE], queryFn: ({ signal }) => readErasure(signal), gcTime: 0 });
  return (
    <section aria-labelledby="profile-data">
      <h3 id="profile-data">Your data</h3>
      <p>
        <a href={apiUrl('/account/export')} download>
          Download all that is stored about you
        </a>{' '}
        <span className="muted">(JSON)</span>
      </p>
      {data?.askedAt === null && <ErasureForm />}
      {typeof data?.askedAt === 'number' && <AskedErasure askedAt={data.askedAt} />}
    </section>
  );
}

/** It is for good, so that it takes a word of who the user is, and a press that is meant. */
function ErasureForm() {
  const client = useQueryClient();
  const { data: security } = useSecurity();
  const [presentPassword, setPassword] = useState('');
  const [isMeant, setIsMeant] = useState(false);
  const asking = useMutation({
    mutationFn: askForErasure,
    onSuccess: (answer) => client.setQueryData([ERASURE], answer),
  });
  const mayReset = security?.mayReset ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate(mayReset ? {} : { presentPassword });
  };
  return (
    <details className={styles.document}>
      <summary>Have your personal data erased</summary>
      <form className={styles.form} onSubmit={submit}>
        <p>
          Close your positions and withdraw your money first. Your account then ends for good. What the law has us keep,
          as your trades and payments, stays without your name.
        </p>
        {security !== undefined && !mayReset && security.hasPassword && (
          <TextField
            label="Present password, to have your data erased"
            type="password"
            required
            autoComplete="current-password"
            value={presentPassword}
            onChange={setPassword}
          />
        )}
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={isMeant}
            onChange={({ currentTarget }) => setIsMeant(currentTarget.checked)}
          />
          I know that this cannot be undone
        </label>
        <Button type="submit" look="danger" disabled={!isMeant || asking.isPending || security === undefined}>
          Ask for the erasure
        </Button>
        <Failure error={asking.error} />
      </form>
    </details>
  );
}

function AskedErasure({ askedAt }: { readonly askedAt: number }) {
  const client = useQueryClient();
  const takingBack = useMutation({
    mutationFn: takeErasureBack,
    onSuccess: (answer) => client.setQueryData([ERASURE], answer),
  });
  return (
    <>
      <p role="status">You asked for the erasure of your data on {new Date(askedAt).toLocaleString()}.</p>
      <Button onClick={() => takingBack.mutate()} disabled={takingBack.isPending}>
        Take it back
      </Button>
      <Failure error={takingBack.error} />
    </>
  );
}
