import { useState } from 'react';
import { ActForm } from '../../acts/ActForm.tsx';
import { useAct } from '../../acts/who-may.ts';
import { FormDialog } from '../../blocks/dialogs/FormDialog.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { clientPath } from '../client.ts';

const RIGHTS = [
  ['full', 'Full: opens and closes'],
  ['close_only', 'Close only: opens nothing'],
  ['none', 'Blocked: neither opens nor closes'],
] as const;

type Rights = (typeof RIGHTS)[number][0];

/** From the most rights to none. */
const ORDER = RIGHTS.map(([name]) => name);

export interface RightsActProps {
  readonly userId: string;
  readonly present: Rights;
}

/** Changes what the owner of an account may do. Fewer rights take one person, more take two, and not all may ask. */
export function RightsAct(props: RightsActProps) {
  const { present } = props;
  const [restrict, restore] = [useAct('restrict-account'), useAct('restore-account')];
  const options = RIGHTS.filter(([name]) => name !== present && (isMore(present, name) ? restore : restrict));
  if (options.length === 0) return null;
  return (
    <FormDialog button="Change rights" title="What the client may do" about="What staff do is not bound by it.">
      {(onClose) => <RightsForm {...props} options={options} onClose={onClose} />}
    </FormDialog>
  );
}

interface RightsFormProps extends RightsActProps {
  readonly options: readonly (readonly [Rights, string])[];
  readonly onClose: () => void;
}

function RightsForm({ userId, present, options, onClose }: RightsFormProps) {
  const [rights, setRights] = useState(options[0]?.[0] ?? present);
  const act = useAct(isMore(present, rights) ? 'restore-account' : 'restrict-account');
  if (act === undefined) return null;
  return (
    <ActForm
      {...{ act, onClose }}
      path={clientPath(userId, '/rights')}
      body={{ rights }}
      submit={isMore(present, rights) ? 'Give rights back' : 'Restrict the account'}
    >
      <SelectField label="Rights" options={options} value={rights} onChange={setRights} />
    </ActForm>
  );
}

function isMore(present: Rights, rights: Rights): boolean {
  return ORDER.indexOf(rights) < ORDER.indexOf(present);
}
