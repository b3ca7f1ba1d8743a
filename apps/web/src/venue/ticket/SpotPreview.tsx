import { grouped } from '../../numbers/amounts.ts';
import type { Capital } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import type { IncompleteSpot, ResolvedSpot } from './resolve-spot-order.ts';
import styles from './SpotTicket.module.css';
import type { SpotForm } from './spot-form.ts';

export interface SpotPreviewProps {
  readonly form: SpotForm;
  readonly market: VenueMarket;
  readonly order: ResolvedSpot | IncompleteSpot;
  readonly capital: Capital | undefined;
}

/** What is available for the order, its value, and its fee. The lines are always there, so that nothing moves when they fill. */
export function SpotPreview({ form: { side, type }, market, order, capital }: SpotPreviewProps) {
  const asset = side === 'buy' ? market.quote : market.base;
  const available = capital === undefined ? undefined : (capital[asset]?.available ?? '0');
  return (
    <dl className={styles.preview}>
      <Line name="Available" value={available === undefined ? '–' : `${grouped(available)} ${asset}`} />
      <Line name={type === 'limit' ? 'Value' : 'Value, about'} value={valueText(order, market)} />
      <Line name={type === 'limit' && side === 'buy' ? 'Fee, at most' : 'Fee, about'} value={feeText(order, market)} />
    </dl>
  );
}

function valueText(order: ResolvedSpot | IncompleteSpot, { quote }: VenueMarket): string {
  if (order.type !== 'resolved') return '–';
  return order.value === undefined ? 'more than the book shows' : `${grouped(order.value)} ${quote}`;
}

function feeText(order: ResolvedSpot | IncompleteSpot, { quote }: VenueMarket): string {
  return order.type !== 'resolved' || order.fee === undefined ? '–' : `${grouped(order.fee)} ${quote}`;
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
