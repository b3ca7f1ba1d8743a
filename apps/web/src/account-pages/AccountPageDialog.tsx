import { Dialog } from '@base-ui/react/dialog';
import { Suspense } from 'react';
import dialogStyles from '../ui/Dialog.module.css';
import styles from './AccountPageDialog.module.css';
import type { AccountPage } from './account-pages.ts';
import { LoadFailure } from './LoadFailure.tsx';

export interface AccountPageDialogProps {
  readonly page: AccountPage;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** One of the pages about a user's account, above the trading screen. */
export function AccountPageDialog({ page, isOpen, onOpenChange }: AccountPageDialogProps) {
  const { title, description, Content, staysOpen = false } = page;
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange} disablePointerDismissal={staysOpen}>
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
                <Content />
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
