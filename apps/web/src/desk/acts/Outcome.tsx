import { placeHash } from '../address/place.ts';
import { Time } from '../blocks/values/Time.tsx';
import styles from './Acts.module.css';
import { type Action, faultOf, kindText } from './action.ts';
import { rolesText } from './who-may.ts';

/** What came of what somebody has just asked for. */
export function Outcome({ id, action }: { readonly id: string; readonly action: Action }) {
  return (
    <div id={id} className={styles.outcome} role="status" data-state={action.state}>
      <strong>{kindText(action.kind)}</strong>
      <Words action={action} />
    </div>
  );
}

function Words({ action }: { readonly action: Action }) {
  const { state, mayApprove, expiresAt } = action;
  switch (state) {
    case 'waiting':
      return (
        <p>
          It waits for a second person: {rolesText(mayApprove)} may say yes. It ends by itself at{' '}
          <Time at={expiresAt} />. <a href={placeHash('approvals', [action.actionId])}>See what was asked</a>
        </p>
      );
    case 'approved':
      return <p>It is being carried out …</p>;
    case 'done':
      return <p>It is done.</p>;
    case 'failed':
      return <p>It was not done: {faultOf(action)}</p>;
    default:
      return <p>It was {state}.</p>;
  }
}
