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

/** What is seen of an id: its end, as ids that were made at the same time begin alike. */
const SEEN = 8;

/** An id. All of it is there for who points at it, or copies it. */
export function Id({ id }: { readonly id: string }) {
  return (
    <code title={id}>
      <span className="visually-hidden">{id.slice(0, -SEEN)}</span>
      {id.slice(-SEEN)}
    </code>
  );
}
