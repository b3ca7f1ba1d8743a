import { useId } from 'react';
import fieldStyles from '../ui/Field.module.css';

export interface SelectionProps {
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  /** Empty: nothing is chosen. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether a form is not sent without it. */
  readonly isNeeded?: boolean;
}

/** A choice of one among many options, or of none. */
export function Selection({ label, options, value, onChange, isNeeded = false }: SelectionProps) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={fieldStyles.input}
        value={value}
        required={isNeeded}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">Not said</option>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
