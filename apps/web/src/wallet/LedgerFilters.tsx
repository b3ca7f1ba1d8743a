import { type ReactNode, useId } from 'react';
import { useSession } from '../account/session.ts';
import { apiUrl } from '../api/client.ts';
import { serverNow } from '../clock/server-clock.ts';
import { KINDS } from './kinds.ts';
import { boundsOf, monthsSince } from './months.ts';
import styles from './Wallet.module.css';
import type { LedgerFilter } from './wallet.ts';

export interface LedgerFiltersProps {
  readonly filter: LedgerFilter;
  readonly onChange: (filter: LedgerFilter) => void;
}

/** Chooses which changes of the cash are shown, and leads to them as a file and to the statement of their month. */
export function LedgerFilters({ filter, onChange }: LedgerFiltersProps) {
  const createdAt = useSession().data?.createdAt ?? 0;
  const months = monthsSince(createdAt, serverNow());
  const { kind, month } = filter;
  const stated = month ?? months[0];
  const bounds = month === undefined ? {} : boundsOf(month);
  return (
    <div className={styles.filters}>
      <Choices
        label="Show"
        value={kind ?? ''}
        onChange={(chosen) => onChange({ ...filter, kind: isKind(chosen) ? chosen : undefined })}
      >
        <option value="">All changes</option>
        {Object.entries(KINDS).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </Choices>
      <Choices
        label="Month"
        value={month ?? ''}
        onChange={(chosen) => onChange({ ...filter, month: chosen === '' ? undefined : chosen })}
      >
        <option value="">All</option>
        {months.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </Choices>
      <a href={apiUrl('/wallet/transactions', { format: 'csv', kind, ...bounds })} download>
        Download as CSV
      </a>
      <a href={apiUrl('/wallet/statement', { month: stated, format: 'html' })} target="_blank" rel="noreferrer">
        Statement of {stated}
      </a>
    </div>
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (chosen: string) => void;
  readonly children: ReactNode;
}

function Choices({ label, value, onChange, children }: ChoicesProps) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </span>
  );
}

function isKind(text: string): text is keyof typeof KINDS {
  return text in KINDS;
}
