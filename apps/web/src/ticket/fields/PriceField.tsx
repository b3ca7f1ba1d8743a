import { Field } from '@base-ui/react/field';
import type { Instrument } from '@fulcrum/cfd';
import { useQuote } from '../../market/use-quote.ts';
import { priceText } from '../../numbers/amounts.ts';
import { understoodText } from '../../numbers/typed-number.ts';
import { waitsFor } from '../../trading/waits-for.ts';
import fieldStyles from '../../ui/Field.module.css';
import type { TicketForm } from '../form/ticket-form.ts';

export interface PriceFieldProps {
  readonly form: TicketForm;
  readonly instrument: Instrument;
  readonly fault: string | undefined;
  readonly onChange: (price: string) => void;
}

/** The price that a limit or stop order waits for. */
export function PriceField({ form: { side, kind, price }, instrument, fault, onChange }: PriceFieldProps) {
  const quote = useQuote(instrument.asset);
  const now = side === 'buy' ? quote?.ask : quote?.bid;
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <Field.Label>Price</Field.Label>
      </div>
      <Field.Control
        className={fieldStyles.input}
        inputMode="decimal"
        autoComplete="off"
        placeholder={now === undefined ? '0.00' : priceText(now, instrument)}
        value={price}
        onValueChange={onChange}
      />
      <Field.Description className={fieldStyles.hint}>
        {understoodText(price) ?? (kind === 'market' ? '' : waitsFor(side, kind))}
      </Field.Description>
      <Field.Error className={fieldStyles.fault} match={fault !== undefined}>
        {fault}
      </Field.Error>
    </Field.Root>
  );
}
