import { useState } from 'react';
import { TextField } from '../../../ui/TextField.tsx';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { AmountField, typedAmount } from '../../blocks/forms/AmountField.tsx';
import { clientPath } from '../client.ts';

/** Books money that has arrived. */
export function BookDeposit({ userId }: { readonly userId: string }) {
  return (
    <ActDialog kind="book-deposit" button="Book a deposit" title="Book money that has arrived">
      {(open) => <DepositForm userId={userId} {...open} />}
    </ActDialog>
  );
}

export interface DepositFormProps extends OpenAct {
  readonly userId: string;
}

export function DepositForm({ userId, act, onClose }: DepositFormProps) {
  const [typed, setTyped] = useState('');
  const [paymentId, setPaymentId] = useState('');
  const [note, setNote] = useState('');
  const amount = typedAmount(typed);
  return (
    <ActForm
      {...{ act, onClose }}
      path={clientPath(userId, '/deposits')}
      body={
        amount && paymentId.trim() !== ''
          ? { amount, paymentId: paymentId.trim(), ...(note.trim() !== '' && { note: note.trim() }) }
          : undefined
      }
      submit="Book the deposit"
    >
      <AmountField label="Amount in USDC" value={typed} onChange={setTyped} />
      <TextField
        label="Id of the payment"
        hint="At the bank or the provider: nothing is booked twice under it."
        required
        maxLength={128}
        value={paymentId}
        onChange={setPaymentId}
      />
      <TextField
        label="Note (if there is one)"
        hint="The client reads it."
        maxLength={200}
        value={note}
        onChange={setNote}
      />
    </ActForm>
  );
}
