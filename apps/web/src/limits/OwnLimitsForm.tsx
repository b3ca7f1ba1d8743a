import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { useIsOnline } from '../api/online.ts';
import type { Limits } from '../api/schemas.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './Limits.module.css';
import { useSetLimits } from './limits.ts';

const FIELDS = [
  ['maxOpenOrders', 'Open positions, at most'],
  ['maxNotional', 'USDC open in one asset, at most'],
  ['maxTotalNotional', 'USDC open in all, at most'],
] as const satisfies readonly (readonly [keyof Limits, string])[];

type Texts = Readonly<Record<keyof Limits, string>>;

/** The user's own limits: they hold where they are lower than those of all accounts. */
export function OwnLimitsForm({ own }: { readonly own: Limits }) {
  const isOnline = useIsOnline();
  const setting = useSetLimits();
  const [texts, setTexts] = useState<Texts>(() => textsOf(own));
  const errors = setting.error instanceof ApiError ? setting.error.errors : {};
  const isOfField = Object.keys(errors).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate(limitsOf(texts));
  };
  return (
    <form className={styles.form} aria-labelledby="own-limits" onSubmit={submit}>
      <h3 id="own-limits">Your own limits</h3>
      <p className="muted">They hold for what you open from now on. Leave a field empty for none.</p>
      {FIELDS.map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          inputMode="decimal"
          placeholder="none"
          maxLength={20}
          value={texts[name]}
          fault={errors[name] === undefined ? undefined : `It ${errors[name]}.`}
          onChange={(text) => {
            setting.reset();
            setTexts({ ...texts, [name]: text });
          }}
        />
      ))}
      {setting.error !== null && !isOfField && (
        <p className="down" role="alert">
          {setting.error.message}
        </p>
      )}
      {setting.data !== undefined && (
        <p role="status">{setting.data ? 'Your limits are set.' : 'The answer is late. Press again.'}</p>
      )}
      <Button type="submit" disabled={setting.isPending || !isOnline}>
        {isOnline ? 'Set my limits' : 'Offline: nothing can be sent'}
      </Button>
    </form>
  );
}

function textsOf({ maxOpenOrders, maxNotional, maxTotalNotional }: Limits): Texts {
  return {
    maxOpenOrders: String(maxOpenOrders ?? ''),
    maxNotional: maxNotional ?? '',
    maxTotalNotional: maxTotalNotional ?? '',
  };
}

/** A number that is none is refused by the API, which says so beside the field. */
function limitsOf(texts: Texts): Limits {
  const text = (name: keyof Limits) => texts[name].trim() || null;
  const orders = text('maxOpenOrders');
  return {
    maxOpenOrders: orders === null ? null : Number(orders) || 0,
    maxNotional: text('maxNotional'),
    maxTotalNotional: text('maxTotalNotional'),
  };
}
