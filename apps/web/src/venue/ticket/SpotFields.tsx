import { formatDecimal } from '@fulcrum/cfd';
import { priceText } from '../../numbers/amounts.ts';
import { SideToggle } from '../../ticket/fields/SideToggle.tsx';
import { Choice } from '../../ui/Choice.tsx';
import fieldStyles from '../../ui/Field.module.css';
import type { TimeInForce } from '../api/venue-schemas.ts';
import { useLadder } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { AmountField } from './AmountField.tsx';
import type { IncompleteSpot, ResolvedSpot } from './resolve-spot-order.ts';
import styles from './SpotTicket.module.css';
import type { SpotForm } from './spot-form.ts';
import type { Refusal } from './use-place-order.ts';

export interface SpotFieldsProps {
  readonly form: SpotForm;
  readonly market: VenueMarket;
  readonly order: ResolvedSpot | IncompleteSpot;
  readonly refusal: Refusal | undefined;
  readonly onChange: (changes: Partial<SpotForm>) => void;
}

const TYPES = [
  ['limit', 'Limit'],
  ['market', 'Market'],
] as const;

export function SpotFields({ form, market, order, refusal, onChange }: SpotFieldsProps) {
  const faultOf = (field: 'price' | 'size') =>
    order.type === 'incomplete' && order.field === field
      ? order.message
      : refusal?.field === field
        ? refusal.text
        : undefined;
  const isLimit = form.type === 'limit';
  return (
    <>
      <Sides form={form} market={market} onChange={onChange} />
      <Choice name="Order type" options={TYPES} value={form.type} onChange={(type) => onChange({ type })} />
      {isLimit && (
        <AmountField
          label={`Price, ${market.quote}`}
          placeholder={formatDecimal(0, market.priceDecimals)}
          value={form.price}
          fault={faultOf('price')}
          onChange={(price) => onChange({ price })}
        />
      )}
      <SizeField {...{ form, market, onChange }} fault={faultOf('size')} />
      {isLimit && (
        <LimitOptions {...{ form, onChange }} fault={refusal?.field === 'postOnly' ? refusal.text : undefined} />
      )}
    </>
  );
}

type PartProps = Pick<SpotFieldsProps, 'form' | 'market' | 'onChange'>;

function Sides({ form, market, onChange }: PartProps) {
  const { bids, asks } = useLadder();
  const price = (units: number | undefined) => (units === undefined ? '–' : priceText(units, market));
  return (
    <SideToggle
      side={form.side}
      sell={price(bids[0]?.price)}
      buy={price(asks[0]?.price)}
      freshness="live"
      onChange={(side) => onChange({ side })}
    />
  );
}

/** The size: of the base asset, or of a market order also of the quote asset. */
function SizeField({ form, market, fault, onChange }: PartProps & { readonly fault: string | undefined }) {
  const { type, size, sizeBy } = form;
  const isQuote = type === 'market' && sizeBy === 'quote';
  const unit = (
    <select
      className={fieldStyles.unit}
      aria-label="The size is given in"
      value={sizeBy}
      onChange={({ target }) => onChange({ sizeBy: target.value as SpotForm['sizeBy'], size: '' })}
    >
      <option value="quantity">{market.base}</option>
      <option value="quote">{market.quote}</option>
    </select>
  );
  return (
    <AmountField
      label={isQuote ? 'Amount' : `Quantity${type === 'limit' ? `, ${market.base}` : ''}`}
      placeholder={formatDecimal(0, isQuote ? 2 : market.quantityDecimals)}
      value={size}
      fault={fault}
      onChange={(typed) => onChange({ size: typed })}
    >
      {type === 'market' && unit}
    </AmountField>
  );
}

/** How long an order stands, and what is done with a part that finds nobody. */
const TIMES: readonly (readonly [TimeInForce, string])[] = [
  ['GTC', 'GTC'],
  ['IOC', 'IOC'],
  ['FOK', 'FOK'],
];

const MEANINGS: Readonly<Record<TimeInForce, string>> = {
  GTC: 'Stands in the book until it is filled or cancelled.',
  IOC: 'Trades what it can at once; the rest expires.',
  FOK: 'Trades all of it at once, or nothing.',
};

interface OptionsProps extends Pick<SpotFieldsProps, 'form' | 'onChange'> {
  readonly fault: string | undefined;
}

function LimitOptions({ form: { timeInForce, isPostOnly }, fault, onChange }: OptionsProps) {
  return (
    <div className={fieldStyles.field}>
      <div className={styles.options}>
        <Choice
          name="Time in force"
          options={TIMES}
          value={isPostOnly ? 'GTC' : timeInForce}
          onChange={(chosen) => onChange({ timeInForce: chosen, isPostOnly: isPostOnly && chosen === 'GTC' })}
        />
        <label className={styles.option} title="It never trades at once: it is refused where it would">
          <input
            type="checkbox"
            checked={isPostOnly}
            onChange={({ target }) =>
              onChange(target.checked ? { isPostOnly: true, timeInForce: 'GTC' } : { isPostOnly: false })
            }
          />
          Post-only
        </label>
      </div>
      <p className={fieldStyles.hint}>
        {isPostOnly ? 'Stands in the book, and is refused where it would trade at once.' : MEANINGS[timeInForce]}
      </p>
      {fault !== undefined && (
        <p className={fieldStyles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
