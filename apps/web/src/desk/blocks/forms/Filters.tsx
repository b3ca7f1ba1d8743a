import type { ReactNode } from 'react';
import styles from './Filters.module.css';

/** What is looked for, above the list of what was found. */
export function Filters({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <search className={styles.filters} aria-label={label}>
      {children}
    </search>
  );
}

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice of one among several. */
export function SelectField<Value extends string>({ label, options, value, onChange }: SelectFieldProps<Value>) {
  const choose = (chosen: string) => {
    const option = options.find(([each]) => each === chosen);
    if (option !== undefined) onChange(option[0]);
  };
  return (
    <label className={styles.choice}>
      {label}
      <select value={value} onChange={({ target }) => choose(target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface DayFieldProps {
  readonly label: string;
  /** As 2026-11-30, or empty. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** A day. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className={styles.choice}>
      {label}
      <input type="date" value={value} max="9999-12-31" onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}
