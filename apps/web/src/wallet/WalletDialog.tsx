import { Dialog } from '@base-ui/react/dialog';
import dialogStyles from '../ui/Dialog.module.css';
import { MoveMoneyForm } from './MoveMoneyForm.tsx';
import { TransactionTable } from './TransactionTable.tsx';
import styles from './Wallet.module.css';
import { WithdrawalList } from './WithdrawalList.tsx';

export interface WalletDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The user's money: pays in and out, shows what waits, and lists each change of the cash. */
export function WalletDialog({ isOpen, onOpenChange }: WalletDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={`${dialogStyles.dialog} ${styles.dialog}`}>
          <Dialog.Title className={dialogStyles.title}>Wallet</Dialog.Title>
          <Dialog.Description className={dialogStyles.text}>
            A withdrawal leaves your free balance at once, and waits until it is paid out. Until then you may take it
            back.
          </Dialog.Description>
          <div className={styles.parts}>
            <MoveMoneyForm />
            <WithdrawalList />
            <TransactionTable />
          </div>
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
