import { moneyText, readMoney } from '../../numbers/amounts.ts';
import { useMe } from '../me/me.ts';
import styles from './Acts.module.css';
import { type Act, rolesText } from './who-may.ts';

/** Says beforehand whether an act takes a second person, and who that may be. */
export function SecondPerson({ act: { takesTwo, approves } }: { readonly act: Act }) {
  const { secondPersonAbove } = useMe();
  if (takesTwo === 'never') return <p className="muted">One person does this: it holds at once.</p>;
  const when =
    takesTwo === 'always' ? 'This takes' : `Above ${moneyText(readMoney(secondPersonAbove))} USDC this takes`;
  return (
    <p className={styles.second}>
      {when} a second person: {rolesText(approves)} says yes.
    </p>
  );
}
