import { publicPath } from '../../api/public-path.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Entrance.module.css';
import { Entrance } from './Entrance.tsx';

export interface NotStaffPageProps {
  readonly email: string;
  readonly onAskAgain: () => void;
}

/** For somebody who is signed in, and does not work here. */
export function NotStaffPage({ email, onAskAgain }: NotStaffPageProps) {
  return (
    <Entrance title="You have no role here">
      <p>
        {email} does not work at the desk. An admin gives roles; the first admin is made with{' '}
        <code>npm run admin -- create EMAIL</code>.
      </p>
      <div className={styles.buttons}>
        <a href={`${publicPath()}/`}>To the trading screen</a>
        <Button onClick={onAskAgain}>Look again</Button>
      </div>
    </Entrance>
  );
}
