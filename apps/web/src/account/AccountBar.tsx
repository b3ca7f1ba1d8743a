import type { Money } from '@fulcrum/cfd';
import { moneyText, percentText, signedMoneyText } from '../numbers/amounts.ts';
import { toneOf } from '../numbers/tone.ts';
import styles from './AccountBar.module.css';
import { useIsAccountLive, useShownFigures } from './use-account.ts';

/** Shows the account's equity, margin and result. */
export function AccountBar({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const figures = useShownFigures();
  const isLive = useIsAccountLive();
  if (!isSignedIn) return null;
  const money = (amount: Money | undefined) => (amount === undefined ? '–' : moneyText(amount));
  const { unrealizedPnl: profit, marginLevel: level } = figures ?? {};
  return (
    <section className={styles.bar} aria-label="Account" data-live={isLive}>
      <dl className={styles.figures}>
        <Figure name="Free balance" hint="What new orders can be opened with" value={money(figures?.free)} />
        <Figure name="Used margin" hint="What open positions hold" value={money(figures?.usedMargin)} />
        <Figure
          name="Unrealised P&L"
          hint="What closing all positions now would yield"
          value={profit === undefined ? '–' : signedMoneyText(profit)}
          tone={profit === undefined ? undefined : toneOf(profit)}
        />
        <Figure
          name="Equity"
          hint="Free balance, used margin and unrealised P&L together"
          value={money(figures?.equity)}
        />
        <Figure
          name="Margin level"
          hint="Equity in percent of the used margin"
          value={level === undefined ? '–' : percentText(level)}
        />
      </dl>
      {!isLive && figures !== undefined && <div className={styles.notLive}>Not live</div>}
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  /** Explains the figure. */
  readonly hint: string;
  readonly value: string;
  readonly tone?: 'up' | 'down' | undefined;
}

function Figure({ name, hint, value, tone }: FigureProps) {
  return (
    <div className={styles.figure} title={hint}>
      <dt className="muted">{name}</dt>
      <dd className={tone}>{value}</dd>
    </div>
  );
}
