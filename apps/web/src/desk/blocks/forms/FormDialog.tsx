import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { Button, type ButtonProps } from '../../../ui/Button.tsx';
import dialogStyles from '../../../ui/Dialog.module.css';
import styles from './FormDialog.module.css';

export interface FormDialogProps {
  /** What the button says that opens it. */
  readonly button: string;
  /** The same for screen readers, where several buttons say the same. */
  readonly label?: string;
  readonly look?: ButtonProps['look'];
  readonly isSmall?: boolean;
  readonly title: string;
  /** What there is to know before. */
  readonly about?: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}

/** A button, and a form that it opens in front of the screen. Each opening begins anew. */
export function FormDialog({ button, label, look, isSmall = true, title, about, children }: FormDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger
        render={<Button isSmall={isSmall} {...(look && { look })} {...(label && { 'aria-label': label })} />}
      >
        {button}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={dialogStyles.dialog}>
          <Dialog.Title className={dialogStyles.title}>{title}</Dialog.Title>
          {about !== undefined && (
            <Dialog.Description className={dialogStyles.text} render={<div />}>
              {about}
            </Dialog.Description>
          )}
          <div className={styles.content}>{children(() => setIsOpen(false))}</div>
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
