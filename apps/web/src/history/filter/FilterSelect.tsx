import { Select } from '@base-ui/react/select';
import styles from './FilterSelect.module.css';

export interface FilterSelectProps<Value extends string> {
  readonly name: string;
  /** The text while nothing is chosen. */
  readonly any: string;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => void;
}

/** A choice of one value, or of any. */
export function FilterSelect<Value extends string>({ name, any, options, value, onChange }: FilterSelectProps<Value>) {
  const items = [{ value: null, label: any }, ...options.map(([each, label]) => ({ value: each, label }))];
  return (
    <Select.Root items={items} value={value ?? null} onValueChange={(chosen) => onChange(chosen ?? undefined)}>
      <Select.Trigger className={styles.trigger} aria-label={name}>
        <Select.Value />
        <Select.Icon>▾</Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Select.Popup className={styles.popup}>
            <Select.List>
              {items.map((item) => (
                <Select.Item key={item.value} className={styles.item} value={item.value}>
                  <Select.ItemText>{item.label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
