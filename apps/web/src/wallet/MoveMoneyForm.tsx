import { newOrderId } from '@fulcrum/protocol';
import { type FormEvent, useState } from 'react';
import { CodeIfOn, namedCode } from '../account/security/CodeIfOn.tsx';
import { ApiError } from '../api/client.ts';
import { useIsOnline } from '../api/online.ts';
import { serverNow } from '../clock/server-clock.ts';
import { grouped } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { TextField } from '../ui/TextField.tsx';
import { MoveFailure } from './MoveFailure.tsx';
import { hasPaperMoney } from './paper-money.ts';
import styles from './Wallet.module.css';
import { type Movement, useMoveMoney, useWithdrawals } from './wallet.ts';

const MOVEMENTS = [
  ['deposits', 'Deposit'],
  ['withdrawals', 'Withdraw'],
] as const satisfies readonly (readonly [Movement, string])[];

/**
 * Asks for money to be moved. As long as nobody knows what became of it, the same press sends the same transfer: it is
 * not made twice.
 */
export function MoveMoneyForm() {
  const isOnline = useIsOnline();
  const moving = useMoveMoney();
  const { data: withdrawals } = useWithdrawals();
  const [movement, setMovement] = useState<Movement>(hasPaperMoney() ? 'deposits' : 'withdrawals');
  const [amount, setAmount] = useState('');
  /** A transfer that is sent again needs no other code, so that a code is no part of it. */
  const [code, setCode] = useState('');
  const [transferId, setTransferId] = useState(() => newOrderId(serverNow()));
  const change = (apply: () => void) => {
    apply();
    setTransferId(newOrderId(serverNow()));
    moving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const proof = movement === 'withdrawals' ? namedCode(code) : {};
    moving.mutate(
      { movement, transferId, amount: amount.trim(), ...proof },
      { onSuccess: ({ status }) => finish(status) },
    );
  };
  const finish = (status: string) => {
    if (status === 'pending') return;
    setAmount('');
    setCode('');
    setTransferId(newOrderId(serverNow()));
  };
  // The list below says what became of a withdrawal that no longer waits.
  const isOver = withdrawals?.some(
    ({ transferId: id, status }) => id === moving.variables?.transferId && status !== 'waiting',
  );
  const fault = moving.error instanceof ApiError ? moving.error.errors.amount : undefined;
  return (
    <form className={styles.form} onSubmit={submit}>
      {hasPaperMoney() ? (
        <Choice
          name="What to do"
          options={MOVEMENTS}
          value={movement}
          onChange={(chosen) => change(() => setMovement(chosen))}
        />
      ) : (
        <p>What you pay in is booked when it has arrived. Here you ask for money to be paid out.</p>
      )}
      <TextField
        label="Amount in USDC"
        inputMode="decimal"
        placeholder="100.00"
        required
        maxLength={32}
        value={amount}
        fault={fault === undefined ? undefined : `It ${fault}.`}
        onChange={(text) => change(() => setAmount(text))}
      />
      {movement === 'withdrawals' && <CodeIfOn error={moving.error} value={code} onChange={setCode} />}
      {fault === undefined && <MoveFailure error={moving.error} />}
      {moving.data !== undefined && !isOver && <p role="status">{sentence(moving.data.status, moving.data.amount)}</p>}
      <Button type="submit" disabled={moving.isPending || !isOnline}>
        {isOnline ? (movement === 'deposits' ? 'Deposit' : 'Ask for the withdrawal') : 'Offline: nothing can be sent'}
      </Button>
    </form>
  );
}

function sentence(status: string, amount = ''): string {
  switch (status) {
    case 'booked':
      return `${grouped(amount)} USDC are in your balance.`;
    case 'waiting':
      return `${grouped(amount)} USDC are on hold, and wait to be paid out.`;
    case 'pending':
      return 'The answer is late. Press again: it is not done twice.';
    default:
      return `This was ${status} before.`;
  }
}
