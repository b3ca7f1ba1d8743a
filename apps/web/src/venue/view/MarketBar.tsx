import { formatDecimal, parseDecimal } from '@fulcrum/cfd';
import { assetText, grouped, percentText, signedPercentText } from '../../numbers/amounts.ts';
import { hundredthsOfPercent } from '../../numbers/rounding.ts';
import { select } from '../../preferences/selection.ts';
import { Choice } from '../../ui/Choice.tsx';
import type { TickerData } from '../api/venue-messages.ts';
import { useVenue } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import styles from './MarketBar.module.css';

export interface MarketBarProps {
  readonly markets: readonly VenueMarket[];
  readonly market: VenueMarket;
}

/** The choice of the market, and its day. */
export function MarketBar({ markets, market }: MarketBarProps) {
  const day = useVenue((state) => state.day);
  // Without a trade all figures are 0, which none of them is.
  const traded = day === undefined || day.n === 0 ? undefined : day;
  const figure = (text: string | undefined) => (text === undefined ? '–' : grouped(text));
  return (
    <section className={styles.bar} aria-label={`${market.asset} at the venue`}>
      <Choice
        name="Market"
        options={markets.map(({ asset }) => [asset, assetText(asset)] as const)}
        value={market.asset}
        onChange={select}
      />
      <dl className={styles.figures}>
        <Figure name="Last price" value={figure(traded?.c)} />
        <Figure name="24 h change" value={traded === undefined ? '–' : <Change day={traded} market={market} />} />
        <Figure name="High" value={figure(traded?.h)} />
        <Figure name="Low" value={figure(traded?.l)} />
        <Figure name={`Volume, ${market.base}`} value={figure(traded?.v)} />
        <Figure name={`Volume, ${market.quote}`} value={figure(traded && shortened(traded.V))} />
      </dl>
      {market.state !== 'Open' && <p className={styles.state}>{STATES[market.state] ?? market.state}</p>}
    </section>
  );
}

/** What a market that is not open takes. */
const STATES: Readonly<Record<string, string>> = {
  PostOnly: 'Takes post-only orders alone',
  CancelOnly: 'Takes no new orders',
  Closed: 'Closed',
};

function Figure({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Change({ day, market }: { readonly day: TickerData; readonly market: VenueMarket }) {
  const [first, last] = [parseDecimal(day.o, market.priceDecimals), parseDecimal(day.c, market.priceDecimals)];
  if (first === undefined || last === undefined || first === 0) return <>{'–'}</>;
  const hundredths = hundredthsOfPercent(BigInt(last - first), BigInt(first));
  if (hundredths === 0n) return <>{percentText(0n)}</>;
  return <span className={hundredths > 0n ? 'up' : 'down'}>{signedPercentText(hundredths)}</span>;
}

/** Cut after two digits: a sum for the eye, not for reckoning. */
function shortened(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return formatDecimal(BigInt(whole + fraction.slice(0, 2).padEnd(2, '0')), 2);
}
