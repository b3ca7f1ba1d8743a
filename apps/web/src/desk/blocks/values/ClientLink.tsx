import { placeHash } from '../../address/place.ts';

export interface ClientLinkProps {
  readonly userId: string;
  /** What people know them by; without it their id is shown. */
  readonly email?: string | null | undefined;
}

/** Leads to a client. */
export function ClientLink({ userId, email }: ClientLinkProps) {
  return (
    <a href={placeHash('clients', [userId])} title={userId}>
      {email ?? <Id id={userId} />}
    </a>
  );
}

/** An id, of which the beginning tells it from its neighbours. All of it is there for who points at it, or copies it. */
export function Id({ id }: { readonly id: string }) {
  return (
    <code title={id}>
      {id.slice(0, 8)}
      <span className="visually-hidden">{id.slice(8)}</span>
    </code>
  );
}
