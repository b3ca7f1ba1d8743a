import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../../api/client.ts';
import { Button } from '../../ui/Button.tsx';
import listStyles from '../../ui/List.module.css';
import { ActForm } from '../acts/ActForm.tsx';
import { useAct } from '../acts/who-may.ts';
import { SelectField } from '../blocks/forms/Filters.tsx';
import { SearchField } from '../blocks/forms/SearchField.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { ROLES, type Role, useMe } from '../me/me.ts';

const NONE = 'none';

const OPTIONS = [...ROLES.map((role) => [role, role] as const), [NONE, 'no role'] as const];

/** Whose role shall be changed. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly role: Role | null;
}

export interface RolePartProps {
  /** Somebody who was chosen among the staff. */
  readonly chosen: Person | undefined;
  readonly onChoose: (person: Person | undefined) => void;
}

/** Gives somebody a role, changes it or takes it: a second person has to say yes. */
export function RolePart({ chosen, onChoose }: RolePartProps) {
  const { userId: own } = useMe();
  const [search, setSearch] = useState('');
  const { data: found = [], error } = usePeople(search);
  const others = found.filter(({ userId }) => userId !== own);
  return (
    <Panel title={chosen === undefined ? 'Give a role' : `The role of ${chosen.email}`}>
      {chosen === undefined ? (
        <>
          <p className="muted">Look for somebody who has signed up.</p>
          <SearchField label="Somebody’s e-mail address" value={search} onSearch={setSearch} />
          {error !== null && (
            <p className="down" role="alert">
              {error.message}
            </p>
          )}
          {search !== '' && others.length === 0 && error === null && <p className="muted">Nobody was found.</p>}
          <People people={others} onChoose={onChoose} />
        </>
      ) : (
        <RoleForm key={chosen.userId} person={chosen} onClose={() => onChoose(undefined)} />
      )}
    </Panel>
  );
}

const clientsAnswer = z.object({
  clients: z.array(z.object({ userId: z.uuid(), email: z.string(), role: z.enum(ROLES).nullable() })),
});

function usePeople(search: string) {
  const path = '/desk/clients';
  return useQuery({
    queryKey: ['desk', path, 'people', search],
    queryFn: async ({ signal }) =>
      (await call({ path, query: { search, limit: 8 }, schema: clientsAnswer, signal })).data.clients,
    enabled: search !== '',
  });
}

function People({
  people,
  onChoose,
}: {
  readonly people: readonly Person[];
  readonly onChoose: (person: Person) => void;
}) {
  if (people.length === 0) return null;
  return (
    <ul className={listStyles.list} aria-label="Found">
      {people.map((person) => (
        <li key={person.userId} className={listStyles.item}>
          <div className={listStyles.facts}>
            <strong>{person.email}</strong>
            <span>{person.role ?? 'no role'}</span>
          </div>
          <Button isSmall aria-label={`Choose ${person.email}`} onClick={() => onChoose(person)}>
            Choose
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface RoleFormProps {
  readonly person: Person;
  readonly onClose: () => void;
}

function RoleForm({ person: { userId, email, role }, onClose }: RoleFormProps) {
  const act = useAct('set-role');
  const present = role ?? NONE;
  const [wanted, setWanted] = useState<Role | typeof NONE>(present);
  if (act === undefined) return null;
  return (
    <ActForm
      act={act}
      path="/desk/staff/roles"
      body={wanted === present ? undefined : { userId, role: wanted === NONE ? null : wanted }}
      submit="Ask for the change"
      onClose={onClose}
    >
      <SelectField label={`What ${email} shall be`} options={OPTIONS} value={wanted} onChange={setWanted} />
    </ActForm>
  );
}
