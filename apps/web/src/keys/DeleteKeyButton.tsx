import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import { useDeleteKey } from './keys.ts';

export interface DeleteKeyButtonProps {
  readonly id: string;
  readonly name: string;
}

/** Deletes a key after a second press that confirms it. */
export function DeleteKeyButton({ id, name }: DeleteKeyButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const isOnline = useIsOnline();
  const deleting = useDeleteKey();
  const confirm = () => deleting.mutate(id, { onSuccess: () => setIsAsking(false) });
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger render={<Button isSmall disabled={!isOnline} aria-label={`Delete the key ${name}`} />}>
        Delete
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>Delete the key “{name}”?</AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            The program that uses it is refused at once, and its connections are closed. Open positions stay open. This
            cannot be undone.
          </AlertDialog.Description>
          {deleting.error !== null && (
            <p className="down" role="alert">
              {deleting.error.message}
            </p>
          )}
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep it</AlertDialog.Close>
            <Button look="danger" disabled={!isOnline || deleting.isPending} onClick={confirm}>
              Delete
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
