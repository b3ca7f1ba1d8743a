import { type DragEvent, useId, useRef, useState } from 'react';
import { Failure } from '../../account/Failure.tsx';
import { apiUrl } from '../../api/client.ts';
import { Button } from '../../ui/Button.tsx';
import listStyles from '../../ui/List.module.css';
import type { DocumentKind, Identity, IdentityDocument } from '../answers.ts';
import { useDeleteDocument } from '../identity.ts';
import styles from './Documents.module.css';
import { useSendDocument } from './send-document.ts';

export interface DocumentSlotProps {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly hint: string;
  readonly documents: readonly IdentityDocument[];
  readonly isMissing: boolean;
  /** Whether there are as many documents as there may be. */
  readonly isFull: boolean;
  readonly mayChange: boolean;
  readonly limits: Identity['limits'];
}

/** The place of one kind of document: files are picked for it, or dropped here. */
export function DocumentSlot(props: DocumentSlotProps) {
  const { kind, title, hint, documents, isMissing, isFull, mayChange, limits } = props;
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const sending = useSendDocument(kind, limits.maxBytes);
  const deleting = useDeleteDocument();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && mayChange && !isFull && !sending.isPending) sending.send(file);
  };
  if (!mayChange && documents.length === 0) return null;
  return (
    <section
      className={styles.slot}
      aria-labelledby={id}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(mayChange);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <div className={styles.head}>
        <div>
          <h4 id={id} className={styles.title}>
            {title} {isMissing && <span className={styles.needed}>needed</span>}
          </h4>
          {mayChange && <p className={styles.hint}>{hint}</p>}
        </div>
        {mayChange && (
          <Button
            isSmall
            aria-label={`Choose a file: ${title}`}
            disabled={isFull || sending.isPending}
            onClick={() => picker.current?.click()}
          >
            Choose a file
          </Button>
        )}
        <input
          ref={picker}
          className={styles.picker}
          type="file"
          tabIndex={-1}
          aria-label={title}
          accept={limits.mediaTypes.join(',')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) sending.send(file);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
      </div>
      {sending.isPending && (
        <progress className={styles.progress} aria-label={`Sending: ${title}`} value={sending.progress} />
      )}
      <Failure error={sending.error ?? deleting.error} />
      <ul className={listStyles.list}>
        {documents.map((document) => (
          <li key={document.id} className={listStyles.item}>
            <span className={listStyles.facts}>
              <a href={apiUrl(`/account/identity/documents/${document.id}`)} download>
                {document.name}
              </a>
              <span>{sizeOf(document.size)}</span>
            </span>
            {mayChange && (
              <Button
                isSmall
                look="quiet"
                aria-label={`Delete ${document.name}`}
                disabled={deleting.isPending}
                onClick={() => deleting.mutate(document.id)}
              >
                Delete
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
