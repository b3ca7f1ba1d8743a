import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import dialogStyles from '../../../ui/Dialog.module.css';
import styles from './Dialogs.module.css';
import { DialogContext, type OpenDialog } from './dialogs.ts';

/** Where dialogs of the screens within are shown, one at a time. Who goes elsewhere leaves the dialog behind. */
export function DialogPlace({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<OpenDialog>();
  const opener = useRef<Element>(null);
  const close = () => setDialog(undefined);
  useEffect(() => {
    const leave = () => setDialog(undefined);
    window.addEventListener('hashchange', leave);
    return () => window.removeEventListener('hashchange', leave);
  }, []);
  const open = (opened: OpenDialog) => {
    opener.current = document.activeElement;
    setDialog(opened);
  };
  return (
    <DialogContext value={open}>
      {children}
      <Dialog.Root open={dialog !== undefined} onOpenChange={(isOpen) => isOpen || close()}>
        <Dialog.Portal>
          <Dialog.Backdrop className={dialogStyles.backdrop} />
          <Dialog.Popup className={dialogStyles.dialog} finalFocus={() => whereToGoOn(opener.current)}>
            <Dialog.Title className={dialogStyles.title}>{dialog?.title}</Dialog.Title>
            {dialog?.about !== undefined && (
              <Dialog.Description className={dialogStyles.text} render={<div />}>
                {dialog.about}
              </Dialog.Description>
            )}
            <div className={styles.content}>{dialog?.children(close)}</div>
            <Dialog.Close className={dialogStyles.close} aria-label="Close">
              ×
            </Dialog.Close>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </DialogContext>
  );
}

/** The button that opened the dialog may be gone by now. */
function whereToGoOn(opener: Element | null): HTMLElement | null {
  return opener instanceof HTMLElement && opener.isConnected ? opener : document.querySelector('main');
}
