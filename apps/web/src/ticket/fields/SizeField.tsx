import { Field } from '@base-ui/react/field';
import { Slider } from '@base-ui/react/slider';
import { formatDecimal, type Instrument, MONEY_DECIMALS, type Money, parseDecimal } from '@fulcrum/cfd';
import { assetText, grouped, moneyText } from '../../numbers/amounts.ts';
import { roundedDivide } from '../../numbers/rounding.ts';
import { readTyped, understoodText } from '../../numbers/typed-number.ts';
import { shareOf } from '../../trading/levels.ts';
import fieldStyles from '../../ui/Field.module.css';
import { FIRST_FIELD } from '../focus-ticket.ts';
import type { SizeBy, TicketForm } from '../form/ticket-form.ts';
import styles from './SizeField.module.css';

export interface SizeFieldProps {
  readonly form: TicketForm;
  readonly instrument: Instrument;
  /** Undefined when nobody is signed in. */
  readonly balance: Money | undefined;
  readonly fault: string | undefined;
  readonly onChange: (changes: Partial<TicketForm>) => void;
}

/** The size: as a quantity, as a margin, or as the value of the position. */
export function SizeField({ form, instrument, balance, fault, onChange }: SizeFieldProps) {
  const { asset, minQuantity, maxQuantity, quantityDecimals } = instrument;
  const [base = ''] = assetText(asset).split('/');
  const quantity = (units: number) => grouped(formatDecimal(units, quantityDecimals));
  const limitsText = () => {
    if (form.sizeBy === 'quantity') return `${quantity(minQuantity)} to ${quantity(maxQuantity)} ${base}`;
    return balance === undefined ? 'In USDC' : `Available: ${moneyText(balance)} USDC`;
  };
  return (
    <>
      <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
        <div className={fieldStyles.head}>
          <Field.Label>Size</Field.Label>
          <select
            className={fieldStyles.unit}
            aria-label="Size is given as"
            value={form.sizeBy}
            onChange={({ target }) => onChange({ sizeBy: target.value as SizeBy, size: '' })}
          >
            <option value="margin">Margin, USDC</option>
            <option value="notional">Value, USDC</option>
            <option value="quantity">Quantity, {base}</option>
          </select>
        </div>
        <Field.Control
          {...{ [FIRST_FIELD]: true }}
          className={fieldStyles.input}
          inputMode="decimal"
          autoComplete="off"
          placeholder={form.sizeBy === 'quantity' ? quantity(minQuantity) : '0.00'}
          value={form.size}
          onValueChange={(size) => onChange({ size })}
        />
        <Field.Description className={fieldStyles.hint}>{understoodText(form.size) ?? limitsText()}</Field.Description>
        <Field.Error className={fieldStyles.fault} match={fault !== undefined}>
          {fault}
        </Field.Error>
      </Field.Root>
      <BalanceSlider form={form} balance={balance} onChange={onChange} />
    </>
  );
}

/** The margin in percent of the balance. */
function BalanceSlider({ form, balance, onChange }: Pick<SizeFieldProps, 'form' | 'balance' | 'onChange'>) {
  const percent = form.sizeBy === 'margin' && balance !== undefined ? percentOf(form.size, balance) : 0;
  const choose = (value: number) => {
    if (balance === undefined) return;
    // Whole cents: the rest of the balance covers a tick that comes before the order.
    const cents = shareOf(balance, BigInt(value) * 100n) / 10_000n;
    onChange({ sizeBy: 'margin', size: value === 0 ? '' : formatDecimal(cents, 2) });
  };
  return (
    <div className={styles.slider}>
      <Slider.Root value={percent} onValueChange={choose} disabled={balance === undefined} thumbAlignment="edge">
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.track}>
            <Slider.Indicator className={styles.indicator} />
            <Slider.Thumb
              className={styles.thumb}
              aria-label="Margin in percent of the balance"
              getAriaValueText={(_, value) => `${value} percent of the balance`}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <output className={styles.percent}>{balance === undefined ? '–' : `${percent} %`}</output>
    </div>
  );
}

function percentOf(size: string, balance: Money): number {
  const read = readTyped(size);
  const margin = read.type === 'number' ? parseDecimal(read.text, MONEY_DECIMALS) : undefined;
  if (margin === undefined || margin < 0 || balance <= 0n) return 0;
  return Math.min(100, Number(roundedDivide(BigInt(margin) * 100n, balance)));
}
