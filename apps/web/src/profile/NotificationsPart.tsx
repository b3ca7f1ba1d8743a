import { useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import styles from './Profile.module.css';
import { type Notifications, useChangeNotifications, useNotifications } from './profile.ts';

/** What may be told by mail. A kind that this screen does not know yet is shown by its own name. */
const NAMES: Readonly<Record<string, string>> = {
  liquidation: 'A position is liquidated',
  withdrawal: 'A withdrawal is paid or refused',
  sign_in: 'Somebody signs in from a new device',
};

/** Chooses what is told by mail. */
export function NotificationsPart() {
  const { data: choices, error } = useNotifications();
  const changing = useChangeNotifications();
  /** What was pressed, until the answer is there. */
  const [chosen, setChosen] = useState<Notifications>();
  const choose = (next: Notifications) => {
    setChosen(next);
    changing.mutate(next, { onSettled: () => setChosen(undefined) });
  };
  return (
    <section aria-labelledby="profile-mail">
      <h3 id="profile-mail">Mail to you</h3>
      {choices === undefined ? (
        <p role="status">{error?.message ?? 'Loading …'}</p>
      ) : (
        <Choices choices={chosen ?? choices} onChange={choose} />
      )}
      <Failure error={changing.error} />
    </section>
  );
}

interface ChoicesProps {
  readonly choices: Notifications;
  readonly onChange: (choices: Notifications) => void;
}

function Choices({ choices, onChange }: ChoicesProps) {
  return (
    <ul className={styles.choices}>
      {Object.entries(choices).map(([kind, isWanted]) => (
        <li key={kind}>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={isWanted}
              onChange={(event) => onChange({ ...choices, [kind]: event.currentTarget.checked })}
            />
            {NAMES[kind] ?? kind}
          </label>
        </li>
      ))}
    </ul>
  );
}
