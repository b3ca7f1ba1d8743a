import { Dialog } from '@base-ui/react/dialog';
import { Suspense, useRef } from 'react';
import dialogStyles from '../ui/Dialog.module.css';
import { LoadFailure } from '../ui/loading/LoadFailure.tsx';
import { ShownOnce } from '../ui/shown-once.ts';
import styles from './AccountPageDialog.module.css';
import type { AccountPage } from './account-pages.ts';

export interface AccountPageDialogProps {
  readonly page: AccountPage;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** One of the pages about a user's account, above the trading screen. */
export function AccountPageDialog({ page, isOpen, onOpenChange }: AccountPageDialogProps) {
  const { title, description, Content } = page;
  const shownOnce = useRef(0);
  const change = (opens: boolean, details: Dialog.Root.ChangeEventDetails) => {
    // A slip of the hand must not take away what nobody can show again.
    if (shownOnce.current > 0 && details.reason !== 'close-press') details.cancel();
    else onOpenChange(opens);
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={`${dialogStyles.dialog} ${styles.dialog}`}>
          <Dialog.Title className={dialogStyles.title}>{title}</Dialog.Title>
          {description !== undefined && (
            <Dialog.Description className={dialogStyles.text}>{description}</Dialog.Description>
          )}
          <div className={styles.parts}>
            <LoadFailure>
              <Suspense fallback={<p role="status">Loading …</p>}>
                <ShownOnce value={shownOnce}>
                  <Content />
                </ShownOnce>
              </Suspense>
            </LoadFailure>
          </div>
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
