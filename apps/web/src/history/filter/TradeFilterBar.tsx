import { useMemo } from 'react';
import type { EndedOrder } from '../../api/schemas.ts';
import { assetText } from '../../numbers/amounts.ts';
import { Choice } from '../../ui/Choice.tsx';
import { REASONS } from '../reasons.ts';
import { FilterSelect } from './FilterSelect.tsx';
import type { TradeFilter } from './trade-filter.ts';

export interface TradeFilterBarProps {
  readonly filter: TradeFilter;
  /** The orders from which the choices follow. */
  readonly orders: readonly EndedOrder[];
  readonly onChange: (filter: TradeFilter) => void;
}

const REASON_OPTIONS = Object.entries({ ...REASONS, not_opened: 'Not opened' }) as [
  NonNullable<TradeFilter['reason']>,
  string,
][];

const RESULT_OPTIONS = [
  ['all', 'All'],
  ['winners', 'Winners'],
  ['losers', 'Losers'],
] as const;

export function TradeFilterBar({ filter, orders, onChange }: TradeFilterBarProps) {
  const assets = useMemo(
    () => [...new Set(orders.map(({ asset }) => asset))].sort().map((asset) => [asset, assetText(asset)] as const),
    [orders],
  );
  return (
    <>
      <FilterSelect
        name="Instrument"
        any="All instruments"
        options={assets}
        value={filter.asset}
        onChange={(asset) => onChange({ ...filter, asset })}
      />
      <FilterSelect
        name="Reason"
        any="All reasons"
        options={REASON_OPTIONS}
        value={filter.reason}
        onChange={(reason) => onChange({ ...filter, reason })}
      />
      <Choice
        name="Result"
        options={RESULT_OPTIONS}
        value={filter.result ?? 'all'}
        onChange={(result) => onChange({ ...filter, result: result === 'all' ? undefined : result })}
      />
    </>
  );
}
