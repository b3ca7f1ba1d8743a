import { Problem } from '@fulcrum/http';

/** Why a document is refused: a code for programs, and what is said to people. */
const REASONS = {
  document_empty: 'The file is empty.',
  document_type_refused: 'This is no PNG, JPEG or PDF: send the document as one of these.',
  document_type_differs: 'The file is not of the type that it is sent as.',
  document_extension: 'The file’s name does not end as its type does: .png, .jpg, .jpeg or .pdf.',
  document_broken: 'The file is cut off or damaged.',
  document_trailing: 'Something stands behind the end of the file. Save it anew as a plain image or PDF.',
  document_too_many_pixels: 'The image has too many pixels: at most 50 million, and 20,000 on a side.',
  document_active: 'The file has scripts or other active parts. Save it anew as a plain image or PDF.',
  document_mixed: 'The file is also one of another type. Save it anew as a plain image or PDF.',
  document_encrypted: 'The PDF is encrypted, also if it opens without a password. Save it without that.',
} as const;

export type DocumentRefusal = keyof typeof REASONS;

/** Nothing out of the document is told: what it is sent to may be a log. */
export function documentRefused(code: DocumentRefusal): Problem {
  return new Problem(code === 'document_type_refused' ? 415 : 422, code, REASONS[code]);
}
