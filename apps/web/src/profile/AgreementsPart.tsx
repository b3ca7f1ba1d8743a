import { Failure } from '../account/Failure.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './Profile.module.css';
import { type Agreements, useAgree, useAgreements } from './profile.ts';

type Document = Agreements['documents'][number];

/** The texts that are agreed to, and when they were. */
export function AgreementsPart({ userId }: { readonly userId: string }) {
  const { data, error } = useAgreements(userId);
  const agreeing = useAgree(userId);
  return (
    <section aria-labelledby="profile-agreements">
      <h3 id="profile-agreements">Terms and risks</h3>
      {data === undefined && <p role="status">{error?.message ?? 'Loading …'}</p>}
      {data?.documents.map((document) => (
        <Agreement
          key={document.document}
          document={document}
          isBusy={agreeing.isPending}
          onAgree={() => agreeing.mutate({ document: document.document, version: document.version })}
        />
      ))}
      <Failure error={agreeing.error} />
    </section>
  );
}

interface AgreementProps {
  readonly document: Document;
  readonly isBusy: boolean;
  readonly onAgree: () => void;
}

/** What was not agreed to yet is open, to be read. */
function Agreement({ document: { title, version, paragraphs, agreedAt }, isBusy, onAgree }: AgreementProps) {
  return (
    <details className={styles.document} open={agreedAt === null}>
      <summary>
        {title} <span className="muted">(version {version})</span>
      </summary>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {agreedAt === null ? (
        <Button aria-label={`I have read this and agree: ${title}`} onClick={onAgree} disabled={isBusy}>
          I have read this and agree
        </Button>
      ) : (
        <p className="muted">Agreed to on {new Date(agreedAt).toLocaleString()}.</p>
      )}
    </details>
  );
}
