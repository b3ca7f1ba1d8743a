import type { Money } from '@fulcrum/cfd';
import { useEffect, useRef } from 'react';
import { moneyText } from '../../numbers/amounts.ts';
import { useTheme } from '../../preferences/theme.ts';
import styles from './EquityChart.module.css';
import type { EquityPoint } from './equity-curve.ts';
import { EquityDrawing } from './equity-drawing.ts';
import type { Equity } from './use-equity.ts';

/** The account's equity over time. Its last point moves with the prices. */
export function EquityChart({ equity }: { readonly equity: Equity }) {
  const { past, step, live } = equity;
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<EquityDrawing>(undefined);
  const [theme] = useTheme();

  useEffect(() => {
    if (place.current === null) return;
    const drawn = new EquityDrawing(place.current);
    drawing.current = drawn;
    return () => drawn.remove();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the style sheets' colours are those of the theme.
  useEffect(() => drawing.current?.paint(), [theme]);
  useEffect(() => drawing.current?.showPast(past, step), [past, step]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the live point stands behind the past that is shown.
  useEffect(() => drawing.current?.showLive(live), [past, step, live]);

  return (
    <>
      <div ref={place} className={styles.chart} aria-hidden="true" />
      <p className="visually-hidden">{summaryOf(past, live)}</p>
    </>
  );
}

function summaryOf(past: readonly EquityPoint[], live: Money): string {
  const amounts = [...past.map(({ equity }) => equity), live];
  const [first = live] = amounts;
  const least = amounts.reduce((a, b) => (b < a ? b : a));
  const most = amounts.reduce((a, b) => (b > a ? b : a));
  const usdc = (amount: Money) => `${moneyText(amount)} USDC`;
  return `Equity from ${usdc(first)} to ${usdc(live)} now, between ${usdc(least)} and ${usdc(most)}.`;
}
