import type { ReactNode } from 'react';
import { FormDialog, type FormDialogProps } from '../blocks/dialogs/FormDialog.tsx';
import type { ActionKind } from './action.ts';
import { type Act, useAct } from './who-may.ts';

/** What the form of an act is given. */
export interface OpenAct {
  readonly act: Act;
  readonly onClose: () => void;
}

export interface ActDialogProps extends Omit<FormDialogProps, 'children'> {
  readonly kind: ActionKind;
  readonly children: (open: OpenAct) => ReactNode;
}

/** A button that asks for an act, after its form. Who may not ask for it is not offered it. */
export function ActDialog({ kind, children, ...dialog }: ActDialogProps) {
  const act = useAct(kind);
  if (act === undefined) return null;
  return <FormDialog {...dialog}>{(onClose) => children({ act, onClose })}</FormDialog>;
}
