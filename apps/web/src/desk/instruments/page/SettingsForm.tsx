import { type FormEvent, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { ProblemBox } from '../../blocks/forms/ProblemBox.tsx';
import styles from '../Instruments.module.css';
import { FIELDS, type SettingField, settingsOf, type TypedSettings } from './fields.ts';

const MODES = [
  ['open', 'Open'],
  ['close_only', 'Close only'],
  ['closed', 'Closed'],
] as const;

export interface SettingsFormProps {
  /** Undefined of an instrument that is to be added. */
  readonly asset: string | undefined;
  readonly initial: TypedSettings;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** Is given all settings, to be previewed. */
  readonly onPreview: (settings: Readonly<Record<string, unknown>>) => void;
  /** Called when the form changes, so that its preview is out of date. */
  readonly onChange: () => void;
}

/** All settings of an instrument. They are looked at before anybody asks for them. */
export function SettingsForm({ asset, initial, error, isPending, onPreview, onChange }: SettingsFormProps) {
  const [name, setName] = useState(asset ?? '');
  const [typed, setTyped] = useState(initial);
  const change = (changed: TypedSettings) => {
    setTyped(changed);
    onChange();
  };
  const preview = (event: FormEvent) => {
    event.preventDefault();
    onPreview(settingsOf(name.trim(), typed));
  };
  return (
    <form className={styles.form} onSubmit={preview}>
      <div className={styles.fields}>
        {asset === undefined && (
          <TextField
            label="Name"
            hint="Such as BTC_USDC"
            required
            maxLength={32}
            value={name}
            onChange={(value) => {
              setName(value);
              onChange();
            }}
          />
        )}
        <SelectField label="Mode" options={MODES} value={typed.mode} onChange={(mode) => change({ ...typed, mode })} />
        {FIELDS.filter(({ isFixed }) => asset === undefined || !isFixed).map((field) => (
          <Setting
            key={field.name}
            field={field}
            value={typed.texts[field.name] ?? ''}
            onChange={(text) => change({ ...typed, texts: { ...typed.texts, [field.name]: text } })}
          />
        ))}
      </div>
      <ProblemBox error={error} />
      <div className={styles.buttons}>
        <Button type="submit" disabled={isPending} focusableWhenDisabled>
          Show what it would change
        </Button>
      </div>
    </form>
  );
}

interface SettingProps {
  readonly field: SettingField;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Setting({ field: { label, hint, kind, isOptional = false }, value, onChange }: SettingProps) {
  return (
    <TextField
      {...{ label, value, onChange }}
      {...(hint !== undefined && { hint })}
      required={!isOptional}
      maxLength={64}
      {...(kind !== 'word' && { inputMode: kind === 'whole' ? ('numeric' as const) : ('decimal' as const) })}
    />
  );
}
