import type { Instrument } from '@fulcrum/cfd';
import { serverNow } from '../clock/server-clock.ts';
import { percentText, priceText, signedPercentText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';
import { MarketStateBadges } from './MarketStateBadges.tsx';
import styles from './MarketStats.module.css';
import { SourceBadge } from './SourceBadge.tsx';
import { type DayRange, useDayRange } from './tickers.ts';
import { useFreshness, useQuote } from './use-quote.ts';

const DAY_MS = 86_400_000;

/** The chosen instrument at a glance: its price, its spread, and its day. */
export function MarketStats({ instrument }: { readonly instrument: Instrument }) {
  const quote = useQuote(instrument.asset);
  const freshness = useFreshness(instrument);
  const { day } = useDayRange(instrument);
  const price = (units: number | undefined) => (units === undefined ? '–' : priceText(units, instrument));
  const tone = quote?.direction === undefined || freshness !== 'live' ? '' : quote.direction;
  return (
    <section className={styles.stats} data-freshness={freshness} aria-label={`${instrument.asset} market`}>
      <dl className={styles.figures}>
        <Figure name="Bid" isLarge value={<span className={tone}>{price(quote?.bid)}</span>} />
        <Figure name="Ask" value={price(quote?.ask)} />
        <Figure name="Spread" value={quote === undefined ? '–' : price(quote.ask - quote.bid)} />
        <Figure
          name={day === undefined ? '24 h change' : changeName(day)}
          value={<Change day={day} bid={quote?.bid} />}
        />
        <Figure name="High" value={price(day && Math.max(day.high, quote?.bid ?? 0))} />
        <Figure name="Low" value={price(day && Math.min(day.low, quote?.bid ?? day.low))} />
      </dl>
      <MarketStateBadges instrument={instrument} />
      <SourceBadge instrument={instrument} freshness={freshness} />
    </section>
  );
}

function Figure({ name, value, isLarge }: { name: string; value: React.ReactNode; isLarge?: boolean }) {
  return (
    <div className={styles.figure}>
      <dt className={styles.label}>{name}</dt>
      <dd className={isLarge ? styles.large : undefined}>{value}</dd>
    </div>
  );
}

/** The change since a day ago, or since the start of the data if that is later. */
function changeName({ since }: DayRange): string {
  const ageMs = serverNow() - since;
  if (ageMs > DAY_MS - 3_600_000) return '24 h change';
  return ageMs > 3_600_000
    ? `${Math.floor(ageMs / 3_600_000)} h change`
    : `${Math.max(1, Math.floor(ageMs / 60_000))} min change`;
}

export function Change({ day, bid }: { readonly day: DayRange | undefined; readonly bid: number | undefined }) {
  if (day === undefined || bid === undefined) return <>{'–'}</>;
  const hundredths = hundredthsOfPercent(BigInt(bid - day.firstPrice), BigInt(day.firstPrice));
  if (hundredths === 0n) return <>{percentText(0n)}</>;
  return <span className={hundredths > 0n ? 'up' : 'down'}>{signedPercentText(hundredths)}</span>;
}
