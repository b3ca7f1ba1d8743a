import { useState } from 'react';
import { assetText, grouped } from '../../../numbers/amounts.ts';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { AmountField, typedAmount } from '../../blocks/forms/AmountField.tsx';
import { instrumentPath } from '../instruments.ts';

export interface SetPriceProps {
  readonly asset: string;
  /** The present price, where there is one. */
  readonly quote: { readonly bid: string; readonly ask: string } | null;
}

/** Sets a price by hand, when a feed is dead. */
export function SetPrice({ asset, quote }: SetPriceProps) {
  return (
    <ActDialog
      kind="set-price"
      button="Set a price"
      label={`Set a price of ${assetText(asset)}`}
      title={`Set a price of ${assetText(asset)} by hand`}
      about="No guard holds it: orders open and close at it, and accounts are liquidated by it."
    >
      {(open) => <PriceForm {...{ asset, quote }} {...open} />}
    </ActDialog>
  );
}

function PriceForm({ asset, quote, ...open }: SetPriceProps & OpenAct) {
  const [typed, setTyped] = useState({ bid: '', ask: '' });
  const [bid, ask] = [typedAmount(typed.bid), typedAmount(typed.ask)];
  const now = (price: string | undefined) => (price === undefined ? {} : { hint: `The last one: ${grouped(price)}` });
  return (
    <ActForm
      {...open}
      path={instrumentPath(asset, 'price')}
      body={bid !== undefined && ask !== undefined ? { bid, ask } : undefined}
      submit="Ask for this price"
      look="danger"
    >
      <AmountField
        label="Bid"
        {...now(quote?.bid)}
        value={typed.bid}
        onChange={(value) => setTyped({ ...typed, bid: value })}
      />
      <AmountField
        label="Ask"
        {...now(quote?.ask)}
        value={typed.ask}
        onChange={(value) => setTyped({ ...typed, ask: value })}
      />
    </ActForm>
  );
}
