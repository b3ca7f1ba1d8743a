import { MEDIA_TYPES, type MediaType } from './media-types.ts';
import { documentRefused } from './refusals.ts';

const MAX_CHARACTERS = 100;

/** Characters that are not seen, or change how others are seen: of control, of direction, and ends of lines. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** What means something to a shell, or to a file system. */
const RESERVED = /[<>:"|?*]/g;

/**
 * What of a file's name is kept: no path, one line, at most 100 characters.
 *
 * @throws Problem when it ends as another type's does.
 */
export function cleanedFileName(given: string, type: MediaType): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(UNSEEN, '')
    .replace(RESERVED, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [, stem = '', extension] = /^(.*?)(?:\.([^.]*))?$/.exec(plain) ?? [];
  const endings: readonly string[] = MEDIA_TYPES[type];
  if (extension === undefined) return cut(stem, endings[0] as string);
  if (!endings.includes(extension.toLowerCase())) throw documentRefused('document_extension');
  return cut(stem, extension.toLowerCase());
}

function cut(stem: string, extension: string): string {
  const most = MAX_CHARACTERS - extension.length - 1;
  // No character is cut in two.
  const kept = stem
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
  return `${kept === '' ? 'document' : kept}.${extension}`;
}
