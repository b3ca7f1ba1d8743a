import { createContext, type ReactNode, useContext } from 'react';

/** A form that is shown in front of the screen. */
export interface OpenDialog {
  readonly title: string;
  /** What there is to know before. */
  readonly about?: ReactNode;
  /**
   * The form. It is made once, with what is known when the dialog is opened: what changes while it is open has to be the
   * state of a component within.
   */
  readonly children: (close: () => void) => ReactNode;
}

export const DialogContext = createContext<((dialog: OpenDialog) => void) | undefined>(undefined);

/** Opens a dialog. It stays when the row is gone whose button opened it: what was done takes rows from lists. */
export function useDialogs(): (dialog: OpenDialog) => void {
  const open = useContext(DialogContext);
  if (open === undefined) throw new Error('the screens of the desk stand within a place for dialogs');
  return open;
}
