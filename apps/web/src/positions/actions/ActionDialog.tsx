import { Dialog } from '@base-ui/react/dialog';
import type { Instrument } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import type { ComponentType, RefObject } from 'react';
import { assetText, grouped, sideText } from '../../numbers/amounts.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import type { ActionKind, ActionProps } from './action-kinds.ts';
import { CloseAllForm } from './CloseAllForm.tsx';
import { PartForm } from './PartForm.tsx';
import { ReverseForm } from './ReverseForm.tsx';
import { TrailForm } from './TrailForm.tsx';

const FORMS: Readonly<Record<ActionKind, { readonly title: string; readonly Form: ComponentType<ActionProps> }>> = {
  part: { title: 'Close a part', Form: PartForm },
  reverse: { title: 'Reverse', Form: ReverseForm },
  trail: { title: 'Trailing stop', Form: TrailForm },
  closeAll: { title: 'Close all', Form: CloseAllForm },
};

export interface ActionDialogProps {
  readonly kind: ActionKind;
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
  /** What has the focus afterwards. */
  readonly focusAfter: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** Asks about what is to be done with a position, and says what it comes to. */
export default function ActionDialog({ kind, order, instrument, focusAfter, onClose }: ActionDialogProps) {
  const { title, Form } = FORMS[kind];
  const what = kind === 'closeAll' ? '' : `${sideText(order.side)} ${grouped(order.quantity)} `;
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={dialogStyles.dialog} finalFocus={focusAfter}>
          <Dialog.Title className={dialogStyles.title}>
            {title}: {what}
            {assetText(order.asset)}
          </Dialog.Title>
          <Form order={order} instrument={instrument} onDone={onClose} />
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
