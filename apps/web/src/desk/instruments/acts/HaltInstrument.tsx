import { useState } from 'react';
import { assetText } from '../../../numbers/amounts.ts';
import { ActDialog, type OpenAct } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { instrumentPath } from '../instruments.ts';

export interface HaltInstrumentProps {
  readonly asset: string;
  /** What may be traded now. */
  readonly mode: 'open' | 'close_only' | 'closed';
}

const MODES = [
  ['close_only', 'Close only: nothing is opened'],
  ['closed', 'Closed: no price is taken, and nothing is closed either'],
] as const;

/** Opens a market to less than before, at once. There is nothing less than a closed one. */
export function HaltInstrument({ asset, mode }: HaltInstrumentProps) {
  if (mode === 'closed') return null;
  return (
    <ActDialog
      kind="halt-instrument"
      button="Halt"
      look="danger"
      label={`Halt ${assetText(asset)}`}
      title={`Halt ${assetText(asset)}`}
      about="To resume is a change of its settings, and takes two."
    >
      {(open) => <HaltForm {...{ asset, mode }} {...open} />}
    </ActDialog>
  );
}

function HaltForm({ asset, mode, ...open }: HaltInstrumentProps & OpenAct) {
  const options = MODES.filter(([each]) => each !== mode);
  const [chosen, setChosen] = useState(options[0]?.[0] ?? 'closed');
  return (
    <ActForm
      {...open}
      path={instrumentPath(asset, 'halt')}
      body={{ mode: chosen }}
      submit={`Halt ${assetText(asset)}`}
      look="danger"
    >
      <SelectField label="How far" options={options} value={chosen} onChange={setChosen} />
    </ActForm>
  );
}
