import type { ClientRow } from '../client-row.ts';
import { ClientLink } from './ClientLink.tsx';

/** Whose something is; there may be no such user any more. */
export function MaybeClient({ client }: { readonly client: ClientRow | null }) {
  return client === null ? <span className="muted">nobody any more</span> : <ClientLink {...client} />;
}
