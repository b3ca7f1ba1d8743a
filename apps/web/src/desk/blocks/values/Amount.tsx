import { grouped, moneyText, readMoney, signedMoneyText } from '../../../numbers/amounts.ts';
import { toneOf } from '../../../numbers/tone.ts';

export interface AmountProps {
  /** Money in USDC, as the API writes it. */
  readonly amount: string;
  /** Whether it is a change: then its sign and its colour say which way. */
  readonly isChange?: boolean;
}

/** Money to the cent; all of its digits when somebody points at it. */
export function Amount({ amount, isChange = false }: AmountProps) {
  const money = readMoney(amount);
  return (
    <span className={isChange ? toneOf(money) : undefined} title={`${grouped(amount)} USDC`}>
      {isChange ? signedMoneyText(money) : moneyText(money)}
    </span>
  );
}
