import { apiUrl } from '../../../api/client.ts';
import { useAct } from '../../acts/who-may.ts';
import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import type { CheckDocument } from '../identity.ts';

const KINDS: Readonly<Record<string, string>> = {
  identity_front: 'Identity document',
  identity_back: 'Its back',
  address_proof: 'Proof of address',
  other: 'Other',
};

const COLUMNS: readonly Column<CheckDocument>[] = [
  { name: 'What', cell: ({ kind }) => KINDS[kind] ?? kind },
  { name: 'File', cell: ({ name }) => name, wraps: true },
  { name: 'Type', cell: ({ mediaType }) => mediaType },
  { name: 'Size', cell: ({ size }) => `${Math.ceil(size / 1_024).toLocaleString('en')} KB`, isFigure: true },
  { name: 'Sent', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** Documents are untrusted: none is opened within the page. */
const OPEN: Column<CheckDocument> = {
  name: 'Open',
  cell: ({ id, name }) => (
    <a
      href={apiUrl(`/desk/identity/documents/${encodeURIComponent(id)}`)}
      download={name}
      aria-label={`Download ${name}`}
    >
      Download
    </a>
  ),
};

/** What was sent. The files are for those alone who decide; that somebody read one is in the audit log. */
export function Documents({ documents }: { readonly documents: readonly CheckDocument[] }) {
  const mayOpen = useAct('decide-identity') !== undefined;
  return (
    <DataTable
      label="Documents"
      columns={mayOpen ? [...COLUMNS, OPEN] : COLUMNS}
      rows={documents}
      keyOf={({ id }) => id}
      empty="No document was sent."
    />
  );
}
