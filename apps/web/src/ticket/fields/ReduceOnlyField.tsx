import { useId } from 'react';
import fieldStyles from '../../ui/Field.module.css';

export interface ReduceOnlyFieldProps {
  readonly isOn: boolean;
  /** Whether the account holds positions of one side only, so that any order closes those of the other side first. */
  readonly isNetting: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Lets an order close positions of the other side, and open nothing. */
export function ReduceOnlyField({ isOn, isNetting, onChange }: ReduceOnlyFieldProps) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.check}>
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={isOn ? id : undefined}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        Reduce only
      </label>
      {isOn && (
        <p id={id} className={fieldStyles.hint}>
          {isNetting
            ? 'Closes positions of the other side, oldest first. What is left of the order opens nothing.'
            : 'Closes positions of the other side, oldest first. Without this, the order opens a position beside them.'}
        </p>
      )}
    </div>
  );
}
