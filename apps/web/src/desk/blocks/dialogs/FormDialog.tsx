import { Button, type ButtonProps } from '../../../ui/Button.tsx';
import { type OpenDialog, useDialogs } from './dialogs.ts';

export interface FormDialogProps extends OpenDialog {
  /** What the button says that opens it. */
  readonly button: string;
  /** The same for screen readers, where several buttons say the same. */
  readonly label?: string;
  readonly look?: ButtonProps['look'];
  readonly isSmall?: boolean;
}

/** A button, and a form that it opens in front of the screen. Each opening begins anew, with what is known by then. */
export function FormDialog({ button, label, look, isSmall = true, ...dialog }: FormDialogProps) {
  const open = useDialogs();
  return (
    <Button
      aria-haspopup="dialog"
      isSmall={isSmall}
      {...(look && { look })}
      {...(label && { 'aria-label': label })}
      onClick={() => open(dialog)}
    >
      {button}
    </Button>
  );
}
