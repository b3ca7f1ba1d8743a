import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';
import { useAct } from '../acts/who-may.ts';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { Badge } from '../blocks/values/Badge.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { useMe } from '../me/me.ts';
import { type Person, RolePart } from './RolePart.tsx';
import { type StaffMember, useStaff } from './staff.ts';

const COLUMNS: readonly Column<StaffMember>[] = [
  { name: 'Address', cell: ({ email }) => email, wraps: true },
  { name: 'Name', cell: ({ name }) => name ?? '' },
  { name: 'Role', cell: ({ role }) => <Badge text={role} /> },
  { name: 'Since', cell: ({ givenAt }) => <Time at={givenAt} /> },
  {
    name: 'Last signed in',
    cell: ({ lastLoggedIn }) => (lastLoggedIn === null ? 'Never' : <Time at={lastLoggedIn} />),
  },
  {
    name: 'Second factor',
    cell: ({ hasSecondFactor }) =>
      hasSecondFactor ? <Badge text="on" tone="good" /> : <Badge text="off" tone="warn" />,
  },
];

/** Who works at the desk; admins ask for changes of it here. */
export default function StaffScreen() {
  const mayChange = useAct('set-role') !== undefined;
  const { userId: own } = useMe();
  const [chosen, setChosen] = useState<Person>();
  const { data: staff, error, refetch } = useStaff();
  const change: Column<StaffMember> = {
    name: 'Change',
    cell: (member) =>
      member.userId === own ? (
        <span className="muted">you</span>
      ) : (
        <Button isSmall aria-label={`Change the role of ${member.email}`} onClick={() => setChosen(member)}>
          Change
        </Button>
      ),
  };
  return (
    <Screen title="Staff" about="Who works at the desk, and as what.">
      {mayChange && <RolePart chosen={chosen} onChoose={setChosen} />}
      <Panel title="Roles">
        {staff === undefined ? (
          <Message text={error?.message ?? 'Loading …'} {...(error === null ? {} : { onRetry: refetch })} />
        ) : (
          <DataTable
            label="Staff"
            columns={mayChange ? [...COLUMNS, change] : COLUMNS}
            rows={staff}
            keyOf={({ userId }) => userId}
            empty="Nobody works here."
          />
        )}
      </Panel>
    </Screen>
  );
}
