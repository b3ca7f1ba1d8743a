import { grouped, moneyText, readMoney, signedMoneyText } from '../trading/amounts.ts';
import styles from './AccountBar.module.css';
import { useFigures, useIsAccountLive } from './use-account.ts';

/** What the account stands at. */
export function AccountBar({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const figures = useFigures();
  const isLive = useIsAccountLive();
  if (!isSignedIn) return null;
  const money = (text: string | undefined) => (text === undefined ? '–' : moneyText(readMoney(text)));
  const profit = figures && readMoney(figures.unrealizedPnl);
  return (
    <section className={styles.bar} aria-label="Account" data-live={isLive}>
      <dl className={styles.figures}>
        <Figure name="Balance" value={money(figures?.balance)} />
        <Figure name="Used margin" value={money(figures?.usedMargin)} />
        <Figure name="Equity" value={money(figures?.equity)} />
        <Figure
          name="Unrealised P&L"
          value={profit === undefined ? '–' : signedMoneyText(profit)}
          tone={profit === undefined || profit === 0n ? undefined : profit > 0n ? 'up' : 'down'}
        />
        <Figure name="Margin level" value={levelText(figures?.marginLevel)} />
      </dl>
      {!isLive && figures !== undefined && <div className={styles.notLive}>Not live</div>}
    </section>
  );
}

function levelText(level: string | null | undefined): string {
  return level === undefined || level === null ? '–' : `${grouped(level)} %`;
}

function Figure({ name, value, tone }: { name: string; value: string; tone?: 'up' | 'down' | undefined }) {
  return (
    <div className={styles.figure}>
      <dt className="muted">{name}</dt>
      <dd className={tone}>{value}</dd>
    </div>
  );
}
