import { Dialog } from '@base-ui/react/dialog';
import dialogStyles from '../../ui/Dialog.module.css';
import { PasswordPart } from './PasswordPart.tsx';
import { SecondFactorPart } from './SecondFactorPart.tsx';
import styles from './SecurityDialog.module.css';
import { useSecurity } from './security.ts';

export interface SecurityDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** How the user signs in, and what they may change of it. */
export function SecurityDialog({ isOpen, onOpenChange }: SecurityDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={dialogStyles.dialog}>
          <Dialog.Title className={dialogStyles.title}>Security</Dialog.Title>
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
          <Parts />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Parts() {
  const { data, error } = useSecurity();
  if (data === undefined) return <p role="status">{error?.message ?? 'Loading …'}</p>;
  return (
    <div className={styles.parts}>
      <PasswordPart {...data} />
      <SecondFactorPart {...data} />
    </div>
  );
}
