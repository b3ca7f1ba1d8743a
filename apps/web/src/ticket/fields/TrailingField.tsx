import type { ReactNode } from 'react';
import type { LevelEntry } from '../form/ticket-form.ts';
import { LevelField } from './LevelField.tsx';

export interface TrailingFieldProps {
  readonly entry: LevelEntry;
  readonly fault: string | undefined;
  readonly warning?: string | undefined;
  readonly onChange: (entry: LevelEntry) => void;
  readonly children?: ReactNode;
}

const OPTIONS = [
  ['price', 'Distance'],
  ['percent', 'Distance, % of price'],
  ['amount', 'Loss, USDC'],
] as const;

/** How far a stop follows behind the price. */
export function TrailingField({ children, ...field }: TrailingFieldProps) {
  return (
    <LevelField
      name="Trailing stop"
      options={OPTIONS}
      placeholder=""
      hint="Follows the best price at this distance, and never moves back."
      {...field}
    >
      {children}
    </LevelField>
  );
}
