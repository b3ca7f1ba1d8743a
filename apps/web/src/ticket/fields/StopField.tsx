import type { Instrument, Money } from '@fulcrum/cfd';
import { moneyText, percentText } from '../../numbers/amounts.ts';
import fieldStyles from '../../ui/Field.module.css';
import { NO_LEVEL, type StopKind, type TicketForm } from '../form/ticket-form.ts';
import { LevelField } from './LevelField.tsx';

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
  const isTrailing = stopKind === 'trailing';
  return (
    <LevelField
      name={isTrailing ? 'Trailing stop' : 'Stop-loss'}
      entry={stopLoss}
      options={isTrailing ? TRAILING : undefined}
      placeholder={stopKind === 'fixed' ? 'None' : ''}
      hint={hintOf(stopKind, instrument, fee)}
      fault={fault}
      warning={warning}
      onChange={(entry) => onChange({ stopLoss: entry })}
    >
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
    </LevelField>
  );
}

const TRAILING = [
  ['price', 'Distance'],
  ['percent', 'Distance, % of price'],
  ['amount', 'Loss, USDC'],
] as const;

function hintOf(kind: StopKind, instrument: Instrument, fee: Money | undefined): string | undefined {
  if (kind === 'trailing') return 'Follows the best price at this distance, and never moves back.';
  if (kind === 'fixed') return undefined;
  const { guaranteedStopPpm = 0, minGuaranteedDistanceBps = 0 } = instrument;
  const cost = fee === undefined ? '' : `, ${moneyText(fee)} USDC`;
  const share = `${guaranteedStopPpm / 10_000} % of the value`;
  const least =
    minGuaranteedDistanceBps === 0 ? '' : ` At least ${percentText(minGuaranteedDistanceBps)} from the price.`;
  return `Closes at exactly this price. It costs ${share}${cost}, when the order opens.${least}`;
}
