import { useState } from 'react';
import { moneyText, readMoney } from '../../numbers/amounts.ts';
import { TextField } from '../../ui/TextField.tsx';
import { ActDialog, type OpenAct } from '../acts/ActDialog.tsx';
import { ActForm } from '../acts/ActForm.tsx';
import { useMe } from '../me/me.ts';
import styles from './Money.module.css';
import type { Withdrawal } from './withdrawals.ts';

/** Says that a withdrawal was paid, or refuses it. Nobody decides about their own. */
export function DecideWithdrawal({ transferId, client, amount }: Withdrawal) {
  const me = useMe();
  if (client?.userId === me.userId) return <span className="muted">your own</span>;
  const what = `${moneyText(readMoney(amount))} USDC of ${client?.email ?? 'nobody any more'}`;
  return (
    <div className={styles.acts}>
      <ActDialog
        kind="pay-withdrawal"
        button="Paid"
        label={`Say that ${what} were paid`}
        title={`Say that ${what} were paid`}
        about="Pay them first: this takes them out of the books."
      >
        {(open) => <ActForm {...open} path={pathOf(transferId, 'pay')} body={{}} submit="They were paid" />}
      </ActDialog>
      <ActDialog
        kind="release-withdrawal"
        button="Refuse"
        label={`Refuse ${what}`}
        title={`Refuse ${what}`}
        about="The money goes back to the client’s balance."
      >
        {(open) => <RefusalForm transferId={transferId} {...open} />}
      </ActDialog>
    </div>
  );
}

function RefusalForm({ transferId, ...open }: OpenAct & { readonly transferId: string }) {
  const [note, setNote] = useState('');
  return (
    <ActForm
      {...open}
      path={pathOf(transferId, 'release')}
      body={note.trim() === '' ? undefined : { note: note.trim() }}
      submit="Refuse the withdrawal"
      look="danger"
    >
      <TextField label="Note" hint="The client reads it." required maxLength={200} value={note} onChange={setNote} />
    </ActForm>
  );
}

function pathOf(transferId: string, part: string): string {
  return `/desk/withdrawals/${encodeURIComponent(transferId)}/${part}`;
}
