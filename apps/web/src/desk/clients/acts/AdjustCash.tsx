import { useState } from 'react';
import { TextField } from '../../../ui/TextField.tsx';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { AmountField, typedAmount } from '../../blocks/forms/AmountField.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { clientPath } from '../client.ts';

/** Corrects an account's cash. */
export function AdjustCash({ userId }: { readonly userId: string }) {
  return (
    <ActDialog kind="adjust-cash" button="Adjust the cash" title="Adjust the cash">
      {(open) => <AdjustmentForm userId={userId} {...open} />}
    </ActDialog>
  );
}

const WAYS = [
  ['add', 'Add to it'],
  ['take', 'Take out of it, as far as it is free'],
] as const;

function AdjustmentForm({ userId, act, onClose }: OpenAct & { readonly userId: string }) {
  const [way, setWay] = useState<'add' | 'take'>('add');
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const amount = typedAmount(typed);
  return (
    <ActForm
      {...{ act, onClose }}
      path={clientPath(userId, '/adjustments')}
      body={
        amount && note.trim() !== '' ? { amount: way === 'take' ? `-${amount}` : amount, note: note.trim() } : undefined
      }
      submit="Adjust the cash"
    >
      <SelectField label="Which way" options={WAYS} value={way} onChange={setWay} />
      <AmountField label="Amount in USDC" value={typed} onChange={setTyped} />
      <TextField label="Note" hint="The client reads it." required maxLength={200} value={note} onChange={setNote} />
    </ActForm>
  );
}
