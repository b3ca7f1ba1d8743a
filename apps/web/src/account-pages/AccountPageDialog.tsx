import { Dialog } from '@base-ui/react/dialog';
import { Suspense, useRef, useState } from 'react';
import { PageLink } from '../account/page-link.ts';
import dialogStyles from '../ui/Dialog.module.css';
import { LoadFailure } from '../ui/loading/LoadFailure.tsx';
import { ShownOnce } from '../ui/shown-once.ts';
import styles from './AccountPageDialog.module.css';
import { type AccountPage, accountPage } from './account-pages.ts';

export interface AccountPageDialogProps {
  readonly page: AccountPage;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** One of the pages about a user's account, above the trading screen. It may lead to another one. */
export function AccountPageDialog({ page, isOpen, onOpenChange }: AccountPageDialogProps) {
  const [led, setLed] = useState<{ readonly from: AccountPage; readonly to: AccountPage }>();
  const { title, description, Content } = led?.from === page ? led.to : page;
  const lead = (wanted: string) => {
    const to = accountPage(wanted);
    if (to !== undefined) setLed({ from: page, to });
  };
  const shownOnce = useRef(0);
  const change = (opens: boolean, details: Dialog.Root.ChangeEventDetails) => {
    // A slip of the hand must not take away what nobody can show again.
    if (shownOnce.current > 0 && details.reason !== 'close-press') details.cancel();
    else {
      if (!opens) setLed(undefined);
      onOpenChange(opens);
    }
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
                  <PageLink value={lead}>
                    <Content />
                  </PageLink>
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
