import { useState } from 'react';
import { assetText } from '../../../numbers/amounts.ts';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { clientPath } from '../client.ts';

const WORDS = {
  'close-all': ['Close all', 'Close all positions'],
  'cancel-all': ['Cancel all', 'Cancel all orders that wait'],
} as const;

export interface EndAllProps {
  readonly kind: keyof typeof WORDS;
  readonly userId: string;
  /** The instruments in which there are any. */
  readonly assets: readonly string[];
}

/** Closes all positions of a client, or cancels all orders that wait: also those of one instrument alone. */
export function EndAll({ kind, userId, assets }: EndAllProps) {
  const [button, title] = WORDS[kind];
  return (
    <ActDialog {...{ kind, button, title }}>
      {(open) => <EndAllForm {...{ kind, userId, assets }} {...open} />}
    </ActDialog>
  );
}

function EndAllForm({ kind, userId, assets, act, onClose }: EndAllProps & OpenAct) {
  const [asset, setAsset] = useState('');
  const [button, all] = WORDS[kind];
  const names = [...new Set(assets)].sort().map((name) => [name, assetText(name)] as const);
  return (
    <ActForm
      {...{ act, onClose }}
      path={clientPath(userId, `/${kind}`)}
      body={asset === '' ? {} : { asset }}
      submit={asset === '' ? all : `${button} in ${assetText(asset)}`}
      look="danger"
    >
      <SelectField label="Instrument" options={[['', 'All'], ...names]} value={asset} onChange={setAsset} />
    </ActForm>
  );
}
