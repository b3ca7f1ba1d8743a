import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import dialogStyles from '../../ui/Dialog.module.css';

export interface AskFirstProps {
  /** Of the button. */
  readonly name: string;
  readonly isPossible: boolean;
  /** The question, and what follows. */
  readonly title: string;
  readonly text: string;
  readonly onConfirm: () => void;
}

/** A button that does something to all orders of a table after a second press, which confirms it. */
export function AskFirst({ name, isPossible, title, text, onConfirm }: AskFirstProps) {
  const [isAsking, setIsAsking] = useState(false);
  const confirm = () => {
    setIsAsking(false);
    onConfirm();
  };
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger render={<Button isSmall disabled={!isPossible} />}>{name}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>{text}</AlertDialog.Description>
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep them</AlertDialog.Close>
            <Button look="danger" disabled={!isPossible} onClick={confirm}>
              {name}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
