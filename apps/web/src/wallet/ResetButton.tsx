import { AlertDialog } from '@base-ui/react/alert-dialog';
import { newOrderId } from '@fulcrum/protocol';
import { useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { serverNow } from '../clock/server-clock.ts';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import styles from './Wallet.module.css';
import { useReset } from './wallet.ts';

/** Starts over with paper money, after a second press that confirms it. The same question sends the same request. */
export function ResetButton() {
  const [transferId, setTransferId] = useState<string>();
  const isOnline = useIsOnline();
  const resetting = useReset();
  const ask = (isAsking: boolean) => {
    setTransferId(isAsking ? newOrderId(serverNow()) : undefined);
    if (isAsking) resetting.reset();
  };
  const confirm = (id: string) =>
    resetting.mutate(id, { onSuccess: ({ status }) => (status === 'pending' ? undefined : ask(false)) });
  const { error, data } = resetting;
  return (
    <AlertDialog.Root open={transferId !== undefined} onOpenChange={ask}>
      <div className={styles.reset}>
        <AlertDialog.Trigger render={<Button isSmall look="quiet" disabled={!isOnline} />}>
          Start over …
        </AlertDialog.Trigger>
        {data?.status === 'reset' && <span role="status">You have started over.</span>}
      </div>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>Start over?</AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            All your positions are closed at their present prices, and you have your first paper deposit again. Your
            past trades and transactions stay. This cannot be undone.
          </AlertDialog.Description>
          {error !== null && (
            <p className="down" role="alert">
              {error.message}
            </p>
          )}
          {data?.status === 'pending' && <p role="status">The answer is late. Press again: it is not done twice.</p>}
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep my account</AlertDialog.Close>
            <Button
              look="danger"
              disabled={!isOnline || resetting.isPending}
              onClick={() => transferId !== undefined && confirm(transferId)}
            >
              Close all and start over
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
