import type { DocumentKind, Identity } from '../answers.ts';
import { DocumentSlot } from './DocumentSlot.tsx';

const SLOTS: readonly (readonly [kind: DocumentKind, title: string, hint: string])[] = [
  ['identity_front', 'Passport or identity card: front', 'The page or side with your photo.'],
  ['identity_back', 'Identity card: back', 'A passport has none.'],
  [
    'address_proof',
    'Proof of address',
    'A bill or an official letter with your name and address, of the last three months.',
  ],
  ['other', 'Something else', 'Whatever you were asked for.'],
];

/** The documents, a place for each kind. */
export function DocumentsPart({ identity }: { readonly identity: Identity }) {
  const { documents, mayChange, missing, limits } = identity;
  const isFull = documents.length >= limits.maxDocuments;
  return (
    <section aria-labelledby="identity-documents">
      <h3 id="identity-documents">Documents</h3>
      {mayChange && (
        <p className="muted">
          PNG, JPEG or PDF, of at most {limits.maxBytes / 1_048_576} MB each. They are kept encrypted.
        </p>
      )}
      {SLOTS.map(([kind, title, hint]) => (
        <DocumentSlot
          key={kind}
          {...{ kind, title, hint, limits, isFull }}
          documents={documents.filter((document) => document.kind === kind)}
          isMissing={missing.includes(kind)}
          mayChange={mayChange}
        />
      ))}
    </section>
  );
}
