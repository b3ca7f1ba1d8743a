import { type Instrument, parsePrice } from '@fulcrum/cfd';
import { grouped } from '../../numbers/amounts.ts';
import type { Outcome } from '../../trading/orders.ts';
import { useAction } from '../../trading/use-action.ts';
import { CellButton } from './CellButton.tsx';
import { PriceEditor } from './PriceEditor.tsx';
import { useCellEditing } from './use-cell-editing.ts';

export interface PriceCellProps {
  /** Such as "Stop-loss of BTC/USDC". */
  readonly name: string;
  /** As the API writes it; null where there is none. */
  readonly value: string | null;
  /** What is shown, if it is not the value. */
  readonly shown?: string | undefined;
  /** What there is to know about it. */
  readonly note?: string | undefined;
  readonly instrument: Instrument;
  /** Whether it cannot be removed. */
  readonly isNeeded?: boolean;
  /** Warns of a price in grid units. */
  readonly warningOf?: (price: number | undefined) => string | undefined;
  /** Asks for another price, as the API takes it; null removes it. */
  readonly change: (price: string | null) => Promise<Outcome>;
}

/** A price that is edited in its cell. Enter sets it, an empty field removes it, Escape leaves it unchanged. */
export function PriceCell({ name, value, shown, note, instrument, isNeeded = false, ...on }: PriceCellProps) {
  const { warningOf = () => undefined, change } = on;
  const { draft, setDraft, leave, form, buttonRef } = useCellEditing();
  const setting = useAction(`${name} not changed`, change, leave);
  if (draft === undefined)
    return (
      <CellButton
        ref={buttonRef}
        name={name}
        value={shown ?? (value === null ? undefined : grouped(value))}
        note={note}
        warning={value === null ? undefined : warningOf(parsePrice(value, instrument))}
        onPress={() => setDraft(value ?? '')}
      />
    );
  return (
    <PriceEditor
      ref={form}
      name={name}
      draft={draft}
      instrument={instrument}
      isNeeded={isNeeded}
      warningOf={warningOf}
      isPending={setting.isPending}
      onChange={setDraft}
      onSet={(price) => setting.mutate(price)}
      onLeave={leave}
    />
  );
}
