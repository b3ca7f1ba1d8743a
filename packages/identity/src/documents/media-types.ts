/** What a document may be, and how its file's name may end. */
export const MEDIA_TYPES = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'application/pdf': ['pdf'],
} as const satisfies Record<string, readonly string[]>;

export type MediaType = keyof typeof MEDIA_TYPES;

export function isMediaType(text: string | undefined): text is MediaType {
  return text !== undefined && Object.hasOwn(MEDIA_TYPES, text);
}
