import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { useState } from 'react';
import { assetText, grouped, orderKindText, sideText } from '../../../numbers/amounts.ts';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { AmountField, typedAmount } from '../../blocks/forms/AmountField.tsx';
import { clientPath } from '../client.ts';

type Position = Pick<ValuedOrderJson, 'orderId' | 'userId' | 'asset' | 'side' | 'quantity' | 'currentPrice'>;

/** Closes a client's position, or a part of it. */
export function ClosePosition({ position }: { readonly position: Position }) {
  const { asset, side, quantity, currentPrice } = position;
  const name = `${sideText(side)} ${grouped(quantity)} ${assetText(asset)}`;
  return (
    <ActDialog
      kind="close-order"
      button="Close"
      label={`Close ${name}`}
      title={`Close ${name}`}
      about={`It closes at the price of that moment: ${grouped(currentPrice)} just now.`}
    >
      {(open) => <CloseForm position={position} {...open} />}
    </ActDialog>
  );
}

function CloseForm({ position, act, onClose }: OpenAct & { readonly position: Position }) {
  const { userId, orderId } = position;
  // What was open when the form was: the engine closes a part of no other quantity.
  const [openQuantity] = useState(position.quantity);
  const [typed, setTyped] = useState('');
  const quantity = typedAmount(typed);
  const part = quantity === undefined ? undefined : { quantity, openQuantity };
  return (
    <ActForm
      {...{ act, onClose }}
      path={clientPath(userId, `/orders/${orderId}/close`)}
      body={typed.trim() === '' ? {} : part}
      submit={typed.trim() === '' ? 'Close all of it' : 'Close this part'}
      look="danger"
    >
      <AmountField
        label="Quantity (if not all)"
        hint={`Open: ${grouped(openQuantity)}`}
        isOptional
        value={typed}
        onChange={setTyped}
      />
    </ActForm>
  );
}

/** Cancels a client's order that waits. */
export function CancelOrder({ order }: { readonly order: PendingOrderJson }) {
  const { userId, orderId, asset, side, orderType, price } = order;
  const name = `${orderKindText(side, orderType).toLowerCase()} of ${assetText(asset)} at ${grouped(price)}`;
  return (
    <ActDialog kind="cancel-order" button="Cancel" label={`Cancel the ${name}`} title={`Cancel the ${name}`}>
      {(open) => (
        <ActForm
          {...open}
          path={clientPath(userId, `/orders/${orderId}/cancel`)}
          body={{}}
          submit="Cancel the order"
          look="danger"
        />
      )}
    </ActDialog>
  );
}
