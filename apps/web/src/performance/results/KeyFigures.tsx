import { formatDecimal, type Money } from '@fulcrum/cfd';
import { percentText, signedMoneyText } from '../../numbers/amounts.ts';
import { toneOf } from '../../numbers/tone.ts';
import type { TradeFigures } from './figures.ts';
import styles from './KeyFigures.module.css';

/** The key figures of the closed trades. Each explains itself on hovering. */
export function KeyFigures({ figures }: { readonly figures: TradeFigures }) {
  const { trades, wins, losses, liquidations, winRate, total, averageWin, averageLoss, profitFactor, largestLoss } =
    figures;
  const some = trades > 0;
  return (
    <dl className={styles.figures}>
      <Figure name="Trades" hint={`${wins} won, ${losses} lost`} value={String(trades)} />
      <Figure name="Win rate" hint="Trades that won, of all trades" value={some ? percentText(winRate) : '–'} />
      <Amount name="Total P&L" hint="The sum of all results, in USDC" amount={some ? total : undefined} />
      <Amount name="Average win" hint="What was won, divided by the trades that won, in USDC" amount={averageWin} />
      <Amount name="Average loss" hint="What was lost, divided by the trades that lost, in USDC" amount={averageLoss} />
      <Figure
        name="Profit factor"
        hint="What was won, divided by what was lost; none without losses"
        value={profitFactor === undefined ? '–' : formatDecimal(profitFactor, 2)}
      />
      <Amount name="Largest loss" hint="The worst result of a single trade, in USDC" amount={largestLoss} />
      <Figure name="Liquidations" hint="Trades that a margin call closed" value={String(liquidations)} />
    </dl>
  );
}

function Amount({ name, hint, amount }: { name: string; hint: string; amount: Money | undefined }) {
  const value = amount === undefined ? '–' : signedMoneyText(amount);
  return <Figure name={name} hint={hint} value={value} tone={amount === undefined ? undefined : toneOf(amount)} />;
}

function Figure({ name, hint, value, tone }: { name: string; hint: string; value: string; tone?: string | undefined }) {
  return (
    <div className={styles.figure} title={hint}>
      <dt className={styles.name}>{name}</dt>
      <dd className={tone}>{value}</dd>
    </div>
  );
}
