import { type FormEvent, useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import { CodeIfOn, namedCode } from '../account/security/CodeIfOn.tsx';
import { ApiError } from '../api/client.ts';
import { useIsOnline } from '../api/online.ts';
import type { CreatedKey } from '../api/schemas.ts';
import { serverNow } from '../clock/server-clock.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './Keys.module.css';
import { useMakeKey, type WantedKey } from './keys.ts';
import { EMPTY_FORM, faultOf, type KeyForm, LIFETIMES, type Right, wantedKey } from './wanted-key.ts';

const RIGHTS = [
  ['read', 'Read only'],
  ['trade', 'Read and trade'],
] as const satisfies readonly (readonly [Right, string])[];

export function NewKeyForm({ onMade }: { readonly onMade: (made: CreatedKey) => void }) {
  const isOnline = useIsOnline();
  const making = useMakeKey();
  const [form, setForm] = useState(EMPTY_FORM);
  const [code, setCode] = useState('');
  const change = (changed: Partial<KeyForm>) => {
    setForm({ ...form, ...changed });
    making.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate({ ...wantedKey(form, serverNow()), ...namedCode(code) }, { onSuccess: onMade });
  };
  const fault = (field: keyof WantedKey) =>
    making.error instanceof ApiError ? faultOf(field, making.error.errors, making.variables) : undefined;
  const faults = { name: fault('name'), addresses: fault('addresses') };
  const isSaid = faults.name !== undefined || faults.addresses !== undefined;
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="Name of the new key"
        value={form.name}
        fault={faults.name}
        maxLength={60}
        required
        onChange={(name) => change({ name })}
      />
      <div className={styles.choices}>
        <Choice
          name="What the key may do"
          options={RIGHTS}
          value={form.right}
          onChange={(right) => change({ right })}
        />
        <Choice
          name="How long the key holds"
          options={LIFETIMES}
          value={form.lifetime}
          onChange={(lifetime) => change({ lifetime })}
        />
      </div>
      <TextField
        label="Only from these addresses (optional)"
        placeholder="192.0.2.7, 2001:db8::/32"
        value={form.addresses}
        fault={faults.addresses}
        onChange={(addresses) => change({ addresses })}
      />
      <CodeIfOn error={making.error} value={code} onChange={setCode} />
      {!isSaid && <Failure error={making.error} />}
      <Button type="submit" disabled={making.isPending || !isOnline}>
        {isOnline ? 'Make the key' : 'Offline: no key can be made'}
      </Button>
    </form>
  );
}
