import { Meter } from '@base-ui/react/meter';
import { type Instrument, parsePrice } from '@fulcrum/core';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { grouped } from '../trading/amounts.ts';
import styles from './LiquidationMeter.module.css';

export interface LiquidationMeterProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
}

/** The liquidation price, and how much of the way there the price has gone. */
export function LiquidationMeter({ order, instrument }: LiquidationMeterProps) {
  const percent = percentOfWay(order, instrument);
  const danger = percent >= 80 ? 'high' : percent >= 50 ? 'medium' : 'low';
  const text = `${percent} % of the way from entry to liquidation`;
  return (
    <div className={styles.cell} title={text}>
      {/* A long position on a small leverage may never be liquidated: no price is low enough. */}
      <span>{order.liquidationPrice.startsWith('-') ? 'never' : grouped(order.liquidationPrice)}</span>
      <Meter.Root value={percent} aria-label="Nearness of liquidation" aria-valuetext={text}>
        <Meter.Track className={styles.track}>
          <Meter.Indicator className={styles.indicator} data-danger={danger} />
        </Meter.Track>
      </Meter.Root>
    </div>
  );
}

/** 0 at the entry and beyond it on the winning side, 100 where the margin call holds. */
export function percentOfWay(
  {
    openPrice,
    currentPrice,
    liquidationPrice,
  }: Pick<ValuedOrderJson, 'openPrice' | 'currentPrice' | 'liquidationPrice'>,
  instrument: Instrument,
): number {
  const [open, current] = [parsePrice(openPrice, instrument), parsePrice(currentPrice, instrument)];
  const liquidation = parsePrice(liquidationPrice, instrument) ?? 0;
  if (open === undefined || current === undefined || open === liquidation) return 0;
  const gone = (open - current) / (open - liquidation);
  return Math.round(100 * Math.min(1, Math.max(0, gone)));
}
