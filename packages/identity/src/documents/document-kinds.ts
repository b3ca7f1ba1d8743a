/** What a document shows. */
export const DOCUMENT_KINDS = ['identity_front', 'identity_back', 'address_proof', 'other'] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Without these nothing can be decided. A passport's back is not needed. */
export const NEEDED_KINDS = ['identity_front', 'address_proof'] as const satisfies readonly DocumentKind[];

export const MAX_DOCUMENT_BYTES = 5 * 1_024 * 1_024;

/** Of one check. */
export const MAX_DOCUMENTS = 10;
