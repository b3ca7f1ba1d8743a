import type { Instrument, Money } from '@fulcrum/cfd';
import { moneyText, percentText } from '../../numbers/amounts.ts';
import fieldStyles from '../../ui/Field.module.css';
import { type LevelEntry, NO_LEVEL, type StopKind, type TicketForm } from '../form/ticket-form.ts';
import { LevelField } from './LevelField.tsx';
import { TrailingField } from './TrailingField.tsx';

export interface StopFieldProps {
  readonly form: TicketForm;
  readonly instrument: Instrument;
  /** What the guarantee costs; undefined where that is not known. */
  readonly fee: Money | undefined;
  readonly fault: string | undefined;
  readonly warning: string | undefined;
  readonly onChange: (changes: Partial<TicketForm>) => void;
}

/** The stop-loss: at a price, trailing behind the price, or guaranteed where the instrument offers that. */
export function StopField({ form, instrument, fee, fault, warning, onChange }: StopFieldProps) {
  const { stopKind, stopLoss } = form;
  const field = { entry: stopLoss, fault, warning, onChange: (entry: LevelEntry) => onChange({ stopLoss: entry }) };
  const kinds = (
    <select
      className={fieldStyles.unit}
      aria-label="Kind of stop-loss"
      value={stopKind}
      onChange={({ target }) => onChange({ stopKind: target.value as StopKind, stopLoss: NO_LEVEL })}
    >
      <option value="fixed">Fixed</option>
      <option value="trailing">Trailing</option>
      {(instrument.guaranteedStopPpm !== undefined || stopKind === 'guaranteed') && (
        <option value="guaranteed">Guaranteed</option>
      )}
    </select>
  );
  if (stopKind === 'trailing') return <TrailingField {...field}>{kinds}</TrailingField>;
  const guarantee = stopKind === 'guaranteed' ? { placeholder: '', hint: guaranteeText(instrument, fee) } : {};
  return (
    <LevelField name="Stop-loss" {...field} {...guarantee}>
      {kinds}
    </LevelField>
  );
}

function guaranteeText(
  { guaranteedStopPpm = 0, minGuaranteedDistanceBps = 0 }: Instrument,
  fee: Money | undefined,
): string {
  const cost = fee === undefined ? '' : `, ${moneyText(fee)} USDC`;
  const share = `${guaranteedStopPpm / 10_000} % of the value`;
  const least =
    minGuaranteedDistanceBps === 0 ? '' : ` At least ${percentText(minGuaranteedDistanceBps)} from the price.`;
  return `Closes at exactly this price. It costs ${share}${cost}, when the order opens.${least}`;
}
