import { Meter } from '@base-ui/react/meter';
import { type Instrument, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { isReachable, liquidationText } from '../trading/liquidation.ts';
import styles from './LiquidationMeter.module.css';

export interface LiquidationMeterProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
}

/** The liquidation price, and how far the price has moved from the entry towards it. */
export function LiquidationMeter({ order, instrument }: LiquidationMeterProps) {
  const liquidationPrice = parseDecimal(order.liquidationPrice, instrument.priceDecimals) ?? 0;
  const percent = percentOfWay(order, liquidationPrice, instrument);
  const danger = percent >= 80 ? 'high' : percent >= 50 ? 'medium' : 'low';
  const text = isReachable(liquidationPrice)
    ? `${percent} % of the way from entry to liquidation`
    : 'No price is low enough for a liquidation';
  return (
    <div className={styles.cell} title={text}>
      <span>{liquidationText(liquidationPrice, instrument)}</span>
      <Meter.Root value={percent} aria-label="Nearness of liquidation" aria-valuetext={text}>
        <Meter.Track className={styles.track}>
          <Meter.Indicator className={styles.indicator} data-danger={danger} />
        </Meter.Track>
      </Meter.Root>
    </div>
  );
}

/** 0 at the entry, on the winning side, and without a liquidation price; 100 at the liquidation price. */
function percentOfWay(
  { openPrice, currentPrice }: Pick<ValuedOrderJson, 'openPrice' | 'currentPrice'>,
  liquidation: number,
  instrument: Instrument,
): number {
  const [open, current] = [parsePrice(openPrice, instrument), parsePrice(currentPrice, instrument)];
  if (open === undefined || current === undefined || open === liquidation || !isReachable(liquidation)) return 0;
  const gone = (open - current) / (open - liquidation);
  return Math.round(100 * Math.min(1, Math.max(0, gone)));
}
