import { Message } from '../../ui/Message.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { Screen } from '../blocks/Screen.tsx';
import { type Column, DataTable } from '../blocks/tables/DataTable.tsx';
import { Badge } from '../blocks/values/Badge.tsx';
import { Time } from '../blocks/values/Time.tsx';
import { type StaffMember, useStaff } from './staff.ts';

const COLUMNS: readonly Column<StaffMember>[] = [
  { name: 'Address', cell: ({ email }) => email },
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

/** Who works at the desk. */
export default function StaffScreen() {
  const { data: staff, error, refetch } = useStaff();
  return (
    <Screen title="Staff" about="Who works at the desk, and as what.">
      <Panel title="Roles">
        {staff === undefined ? (
          <Message text={error?.message ?? 'Loading …'} {...(error === null ? {} : { onRetry: refetch })} />
        ) : (
          <DataTable
            label="Staff"
            columns={COLUMNS}
            rows={staff}
            keyOf={({ userId }) => userId}
            empty="Nobody works here."
          />
        )}
      </Panel>
    </Screen>
  );
}
