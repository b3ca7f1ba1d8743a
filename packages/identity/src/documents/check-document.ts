import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { cleanedFileName } from './file-name.ts';
import { checkForeignContent } from './foreign-content.ts';
import { checkJpeg } from './jpeg.ts';
import { isMediaType, type MediaType } from './media-types.ts';
import { checkPdf } from './pdf.ts';
import { checkPng } from './png.ts';
import { documentRefused } from './refusals.ts';

/** What is known of a document that was found to be good. */
export interface CheckedDocument {
  readonly name: string;
  readonly mediaType: MediaType;
  readonly size: number;
  readonly sha256: string;
}

const STRUCTURE: Readonly<Record<MediaType, (bytes: Buffer) => void>> = {
  'image/png': checkPng,
  'image/jpeg': checkJpeg,
  'application/pdf': checkPdf,
};

/**
 * Looks at what a file is, and not at what it says it is. Nothing is decoded, so that no bomb goes off.
 *
 * @param declaredType the header Content-Type.
 * @throws Problem that says why it is refused.
 */
export async function checkDocument(
  bytes: Buffer,
  declaredType: string | undefined,
  name: string,
): Promise<CheckedDocument> {
  if (bytes.length === 0) throw documentRefused('document_empty');
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (!isMediaType(declaredType) || !isMediaType(found)) throw documentRefused('document_type_refused');
  if (declaredType !== found) throw documentRefused('document_type_differs');
  const cleaned = cleanedFileName(name, found);
  STRUCTURE[found](bytes);
  checkForeignContent(bytes, found);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: cleaned, mediaType: found, size: bytes.length, sha256 };
}
