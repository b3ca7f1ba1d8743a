import type { ReactNode } from 'react';
import { FormDialog, type FormDialogProps } from '../blocks/forms/FormDialog.tsx';
import { ActForm, type ActFormProps } from './ActForm.tsx';
import type { ActionKind } from './action.ts';
import { useAct } from './who-may.ts';

export interface ActDialogProps
  extends Omit<FormDialogProps, 'children'>,
    Pick<ActFormProps, 'path' | 'body' | 'submit'> {
  readonly kind: ActionKind;
  /** The fields above the reason. */
  readonly children?: ReactNode;
}

/** A button that asks for an act, after its form. Who may not ask for it is not offered it. */
export function ActDialog({ kind, path, body, submit, children, ...dialog }: ActDialogProps) {
  const act = useAct(kind);
  if (act === undefined) return null;
  return (
    <FormDialog {...dialog}>
      {(close) => (
        <ActForm {...{ act, path, body, submit }} {...(dialog.look && { look: dialog.look })} onClose={close}>
          {children}
        </ActForm>
      )}
    </FormDialog>
  );
}
