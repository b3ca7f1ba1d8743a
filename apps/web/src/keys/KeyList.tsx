import type { ProgramKey } from '../api/schemas.ts';
import { serverNow } from '../clock/server-clock.ts';
import { toTheMinute } from '../clock/times.ts';
import listStyles from '../ui/List.module.css';
import { Message } from '../ui/Message.tsx';
import { DeleteKeyButton } from './DeleteKeyButton.tsx';
import { useKeys } from './keys.ts';

export function KeyList() {
  const { data: keys, error, refetch } = useKeys();
  if (keys === undefined)
    return error === null ? (
      <Message text="Waiting for the keys …" />
    ) : (
      <Message text={error.message} onRetry={refetch} />
    );
  if (keys.length === 0) return <Message text="You have no keys." />;
  return (
    <ul className={listStyles.list} aria-label="Your keys">
      {keys.map((key) => (
        <KeyItem key={key.id} shown={key} />
      ))}
    </ul>
  );
}

function KeyItem({ shown }: { readonly shown: ProgramKey }) {
  const { name, scopes, addresses, lastUsedAt } = shown;
  return (
    <li className={listStyles.item}>
      <div className={listStyles.facts}>
        <strong>{name}</strong>
        <span>
          {scopes.includes('trade') ? 'Reads and trades' : 'Reads only'} · {endOf(shown)}
        </span>
        <span>{lastUsedAt === null ? 'Never used' : `Last used ${toTheMinute(lastUsedAt)}`}</span>
        {addresses.length > 0 && <span>Only from {addresses.join(', ')}</span>}
      </div>
      <DeleteKeyButton id={shown.id} name={name} />
    </li>
  );
}

function endOf({ expiresAt }: ProgramKey) {
  if (expiresAt === null) return 'no end';
  const end = toTheMinute(expiresAt);
  return expiresAt > serverNow() ? `until ${end}` : <span className="down">expired {end}</span>;
}
