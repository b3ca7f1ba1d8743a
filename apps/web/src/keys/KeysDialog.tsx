import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import type { CreatedKey } from '../api/schemas.ts';
import dialogStyles from '../ui/Dialog.module.css';
import { KeyList } from './KeyList.tsx';
import styles from './Keys.module.css';
import { NewKeyForm } from './NewKeyForm.tsx';
import { NewSecret } from './NewSecret.tsx';

export interface KeysDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The keys of the user's programs: makes, lists and deletes them. */
export function KeysDialog({ isOpen, onOpenChange }: KeysDialogProps) {
  return (
    // A press beside it must not close it: a new secret would be gone.
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={`${dialogStyles.dialog} ${styles.dialog}`}>
          <Dialog.Title className={dialogStyles.title}>API keys</Dialog.Title>
          <Dialog.Description className={dialogStyles.text}>
            With a key a program of yours reads your account, or trades as well. No key moves money or changes how you
            sign in.
          </Dialog.Description>
          <Keys />
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Keys() {
  const [made, setMade] = useState<CreatedKey>();
  return (
    <div className={styles.parts}>
      {made === undefined ? (
        <NewKeyForm onMade={setMade} />
      ) : (
        <NewSecret made={made} onDone={() => setMade(undefined)} />
      )}
      <KeyList />
    </div>
  );
}
