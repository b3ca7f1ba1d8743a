import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import styles from './Choice.module.css';

export interface ChoiceProps<Value extends string> {
  /** What is chosen, for those who cannot see it. */
  readonly name: string;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of which can be seen. */
export function Choice<Value extends string>({ name, options, value, onChange }: ChoiceProps<Value>) {
  const choose = ([chosen]: readonly string[]) => {
    // To press what is pressed would leave nothing chosen.
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
