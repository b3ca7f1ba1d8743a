import { useRef } from 'react';
import { useIsOnline } from '../api/online.ts';
import type { Withdrawal } from '../api/schemas.ts';
import { dayAndTime } from '../clock/times.ts';
import { grouped } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import listStyles from '../ui/List.module.css';
import { Message } from '../ui/Message.tsx';
import { useTakeBack, useWithdrawals } from './wallet.ts';

const STATUS: Readonly<Record<Withdrawal['status'], string>> = {
  waiting: 'waits to be paid out',
  paid: 'paid out',
  released: 'back in your balance',
};

export function WithdrawalList() {
  const { data: withdrawals, error, refetch } = useWithdrawals();
  if (withdrawals === undefined)
    return error === null ? (
      <Message text="Waiting for the withdrawals …" />
    ) : (
      <Message text={error.message} onRetry={refetch} />
    );
  if (withdrawals.length === 0) return null;
  return (
    <ul className={listStyles.list} aria-label="Withdrawals">
      {withdrawals.map((withdrawal) => (
        <WithdrawalItem key={withdrawal.transferId} shown={withdrawal} />
      ))}
    </ul>
  );
}

function WithdrawalItem({ shown }: { readonly shown: Withdrawal }) {
  const { transferId, amount, status, heldAt, note } = shown;
  const isOnline = useIsOnline();
  const takingBack = useTakeBack();
  const item = useRef<HTMLLIElement>(null);
  // The button goes when there is nothing to take back any more, so the focus goes to what came of it.
  const takeBack = () => takingBack.mutate(transferId, { onSuccess: () => item.current?.focus() });
  return (
    <li ref={item} className={listStyles.item} tabIndex={-1}>
      <div className={listStyles.facts}>
        <strong>{grouped(amount)} USDC</strong>
        <span>
          {STATUS[status]}
          {note === undefined ? '' : `: ${note}`}
        </span>
        {heldAt !== undefined && <time dateTime={new Date(heldAt).toISOString()}>{dayAndTime(heldAt)}</time>}
        {takingBack.error !== null && (
          <span className="down" role="alert">
            {takingBack.error.message}
          </span>
        )}
      </div>
      {status === 'waiting' && (
        <Button
          isSmall
          disabled={!isOnline || takingBack.isPending}
          aria-label={`Take back ${grouped(amount)} USDC`}
          onClick={takeBack}
        >
          Take back
        </Button>
      )}
    </li>
  );
}
