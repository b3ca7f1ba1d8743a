import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useIsOnline } from '../api/online.ts';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import { closingAll, startClosingAll } from './closing-all.ts';

/** Closes all positions after a second press that confirms it. Another press stops it. */
export function CloseAllButton({ ids }: { readonly ids: readonly string[] }) {
  const progress = useStore(closingAll, (state) => state.progress);
  if (progress === undefined) return <AskFirst ids={ids} />;
  const { closed, total, isOver, stop } = progress;
  if (isOver)
    return (
      <Button isSmall disabled>
        Waiting … ({closed}/{total})
      </Button>
    );
  return (
    <Button isSmall onClick={stop} aria-label={`Stop closing: ${closed} of ${total} positions are closed`}>
      Stop ({closed}/{total})
    </Button>
  );
}

function AskFirst({ ids }: { readonly ids: readonly string[] }) {
  const [isAsking, setIsAsking] = useState(false);
  const isOnline = useIsOnline();
  const confirm = () => {
    setIsAsking(false);
    void startClosingAll(ids);
  };
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger render={<Button isSmall disabled={!isOnline} />}>
        {isOnline ? 'Close all' : 'Offline'}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>
            Close {ids.length === 1 ? 'the position' : `all ${ids.length} positions`}?
          </AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            Each closes at the current price, longs at the bid and shorts at the ask. This cannot be undone.
          </AlertDialog.Description>
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep them</AlertDialog.Close>
            <Button look="danger" disabled={!isOnline} onClick={confirm}>
              {isOnline ? 'Close all' : 'Offline'}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
