import type { Identity } from './answers.ts';
import styles from './Identity.module.css';

const DEEDS: Readonly<Record<Identity['keepsFrom'][number], string>> = {
  withdrawals: 'ask for withdrawals',
  deposits: 'pay in',
  trading: 'open positions',
};

/** How the check stands, why it was refused, and what it still keeps its user from. */
export function StatePart({ identity }: { readonly identity: Identity }) {
  const { state, reason, keepsFrom } = identity;
  const deeds = keepsFrom.map((need) => DEEDS[need]).join(', or ');
  return (
    <section aria-labelledby="identity-state" className={styles.state} data-state={state}>
      <h3 id="identity-state">{TITLES[state]}</h3>
      <p>{sentence(identity)}</p>
      {state === 'refused' && reason !== null && <p className={styles.reason}>{reason}</p>}
      {deeds !== '' && <p>Until it is approved you cannot {deeds}. Closing positions is always possible.</p>}
    </section>
  );
}

const TITLES: Readonly<Record<Identity['state'], string>> = {
  none: 'Not sent yet',
  submitted: 'Sent',
  in_review: 'Being looked at',
  approved: 'Approved',
  refused: 'Not approved',
  expired: 'Expired',
};

function sentence({ state, submittedAt, decidedAt, expiresAt }: Identity): string {
  switch (state) {
    case 'none':
      return 'Send your documents, say who you are, and answer some questions. Nobody but those who check it sees them.';
    case 'submitted':
      return `Sent on ${day(submittedAt)}. It waits for somebody to look at it.`;
    case 'in_review':
      return `Sent on ${day(submittedAt)}. Somebody is looking at it.`;
    case 'approved':
      return `It is good until ${day(expiresAt)}.`;
    case 'refused':
      return `On ${day(decidedAt)} it was not approved. Change what is wrong below, and send it again:`;
    case 'expired':
      return `It was good until ${day(expiresAt)}. Look whether all is still right, and send it again.`;
  }
}

function day(time: number | null): string {
  return time === null ? 'an unknown day' : new Date(time).toLocaleDateString('en', { dateStyle: 'long' });
}
