import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import styles from './Choice.module.css';

export interface ChoiceProps<Value extends string> {
  /** The name of the choice for screen readers. */
  readonly name: string;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice of one among a few visible options. */
export function Choice<Value extends string>({ name, options, value, onChange }: ChoiceProps<Value>) {
  const choose = ([chosen]: readonly string[]) => {
    // Pressing the chosen option again must not leave nothing chosen.
    const option = options.find(([each]) => each === chosen);
    if (option !== undefined) onChange(option[0]);
  };
  return (
    <ToggleGroup className={styles.choice} aria-label={name} value={[value]} onValueChange={choose}>
      {options.map(([each, text]) => (
        <Toggle key={each} className={styles.option} value={each}>
          {text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
