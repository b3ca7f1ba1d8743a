import type { Prisma } from '@fulcrum/db';
import { type Answers, identityState } from '@fulcrum/identity';

/** The columns of a document, without its content. */
export const DOCUMENT = {
  ...{ id: true, kind: true, name: true, mediaType: true, size: true, sha256: true, createdAt: true },
} as const satisfies Prisma.IdentityDocumentSelect;

type Check = Prisma.IdentityCheckGetPayload<object>;
type Document = Prisma.IdentityDocumentGetPayload<{ select: typeof DOCUMENT }>;

/** What is told of a check, to its client and to staff. */
export function toldIdentity(check: Check | null, documents: readonly Document[]) {
  return {
    state: identityState(check),
    version: check?.version ?? 0,
    person: personOf(check),
    questionnaireVersion: check?.questionnaireVersion ?? null,
    answers: (check?.answers ?? null) as Answers | null,
    result: check?.result ?? null,
    submittedAt: check?.submittedAt?.getTime() ?? null,
    decidedAt: check?.decidedAt?.getTime() ?? null,
    reason: check?.reason ?? null,
    expiresAt: check?.expiresAt?.getTime() ?? null,
    documents: documents.map(toldDocument),
  };
}

export function toldDocument({ createdAt, ...document }: Document) {
  return { ...document, createdAt: createdAt.getTime() };
}

/** Null of who has only sent documents yet. */
function personOf(check: Check | null) {
  if (check === null || check.dateOfBirth === null) return null;
  const { fullName, dateOfBirth, nationality, address, taxResidence } = check;
  return { fullName, dateOfBirth: dateOfBirth.toISOString().slice(0, 10), nationality, address, taxResidence };
}
