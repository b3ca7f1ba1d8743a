import { useId } from 'react';
import { useSession } from '../account/session.ts';
import { chooseOneClick, chooseShortcuts, useHasShortcuts, useIsOneClick } from '../preferences/trading-choices.ts';
import { ShortcutList } from '../shortcuts/ShortcutList.tsx';
import styles from './TradePreferences.module.css';

/** How somebody trades in this browser. */
export default function TradePreferencesPage() {
  const { data: session } = useSession();
  const isOneClick = useIsOneClick(session?.userId);
  const hasShortcuts = useHasShortcuts();
  if (!session) return null;
  return (
    <>
      <Switch
        name="One-click trading"
        text="Two more buttons in the ticket, Sell now and Buy now, open a position at once: a market order with the size, leverage, levels and slippage tolerance that stand in the ticket. Nothing asks again, and what stands there stays for the next press. It holds in this browser, for you alone."
        isOn={isOneClick}
        onChange={(isWanted) => chooseOneClick(session.userId, isWanted)}
      />
      <Switch
        name="Keyboard shortcuts"
        text="Single keys fill the ticket in, choose instruments and show the tables, while no field has the focus. None of them sends an order."
        isOn={hasShortcuts}
        onChange={chooseShortcuts}
      />
      <ShortcutList />
    </>
  );
}

interface SwitchProps {
  readonly name: string;
  /** What it does. */
  readonly text: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ name, text, isOn, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={id}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        {name}
      </label>
      <p id={id} className={styles.text}>
        {text}
      </p>
    </div>
  );
}
