import { COUNTRIES } from '@fulcrum/protocol';
import { useMemo } from 'react';
import { namedCodes } from '../profile/named-codes.ts';
import { Selection } from '../profile/Selection.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { Person } from './answers.ts';
import styles from './Identity.module.css';

export interface PersonFieldsProps {
  readonly person: Person;
  /** What is wrong with a field, by its name. */
  readonly faults: Readonly<Record<string, string>>;
  readonly onChange: (person: Person) => void;
}

export function PersonFields({ person, faults, onChange }: PersonFieldsProps) {
  const countries = useMemo(() => namedCodes(COUNTRIES, 'region'), []);
  const set = (name: keyof Person) => (value: string) => onChange({ ...person, [name]: value });
  const fault = (name: keyof Person) => (faults[name] === undefined ? undefined : `It ${faults[name]}.`);
  return (
    <section aria-labelledby="identity-person" className={styles.form}>
      <h3 id="identity-person">Who you are</h3>
      <TextField
        label="Full name, as the document has it"
        required
        autoComplete="name"
        maxLength={160}
        value={person.fullName}
        fault={fault('fullName')}
        onChange={set('fullName')}
      />
      <TextField
        label="Date of birth"
        type="date"
        required
        autoComplete="bday"
        value={person.dateOfBirth}
        fault={fault('dateOfBirth')}
        onChange={set('dateOfBirth')}
      />
      <TextField
        label="Address"
        hint="Street, number, postal code and city"
        required
        autoComplete="street-address"
        maxLength={300}
        value={person.address}
        fault={fault('address')}
        onChange={set('address')}
      />
      <div className={styles.pair}>
        <Selection
          label="Nationality"
          options={countries}
          value={person.nationality}
          onChange={set('nationality')}
          isNeeded
        />
        <Selection
          label="Where you pay taxes"
          options={countries}
          value={person.taxResidence}
          onChange={set('taxResidence')}
          isNeeded
        />
      </div>
    </section>
  );
}
