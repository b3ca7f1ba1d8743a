import { useEffect, useEffectEvent, useState } from 'react';
import fieldStyles from '../../../ui/Field.module.css';
import styles from './Filters.module.css';

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly value: string;
  /** Is told once somebody has stopped typing for a moment. */
  readonly onSearch: (text: string) => void;
}

/** Less than a pause of thought, and more than between two keys. */
const PAUSE_MS = 250;

/** Looks for what is typed, without a press of a button. */
export function SearchField({ label, placeholder, maxLength = 254, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // The address has changed otherwise: somebody went back.
  if (value !== shown) {
    setShown(value);
    setText(value);
  }
  const search = useEffectEvent((typed: string) => {
    if (typed.trim() === value) return;
    setShown(typed.trim());
    onSearch(typed.trim());
  });
  useEffect(() => {
    const timer = setTimeout(() => search(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className={styles.search}>
      <span className="visually-hidden">{label}</span>
      <input
        className={fieldStyles.input}
        type="search"
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder ?? label}
        maxLength={maxLength}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </label>
  );
}
