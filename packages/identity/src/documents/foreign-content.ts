import type { MediaType } from './media-types.ts';
import { documentRefused } from './refusals.ts';

/** The record at the end of a ZIP, also of a JAR and of what an office program writes. A reader looks for it from behind. */
const ZIP_END = 'PK\x05\x06';
const ZIP_END_BYTES = 22;
/** Chance hardly writes one. Many are only there to keep readers busy. */
const MAX_ZIP_ENDS = 1_000;

/** What begins pages and programs. Chance writes none of these into pixels. */
const ACTIVE = /<(?:script|html|!doctype html|svg|iframe|\?php)|__halt_compiler/i;

/** A reader of PDFs looks for their beginning in the first kilobyte, and some further. */
const PDF = '%PDF-';

/** Looks for what makes a file one of another type as well. */
export function checkForeignContent(bytes: Buffer, type: MediaType): void {
  if (hasZipEnd(bytes) || (type !== 'application/pdf' && bytes.includes(PDF, 0, 'latin1')))
    throw documentRefused('document_mixed');
  if (ACTIVE.test(bytes.toString('latin1'))) throw documentRefused('document_active');
}

/** Whether there is such a record whose comment is not longer than the rest of the file, and which is of a ZIP in one part. */
function hasZipEnd(bytes: Buffer): boolean {
  let at = -1;
  for (let count = 0; count < MAX_ZIP_ENDS; count += 1) {
    at = bytes.indexOf(ZIP_END, at + 1, 'latin1');
    const rest = bytes.length - at - ZIP_END_BYTES;
    if (at < 0 || rest < 0) return false;
    const isOnePart = bytes.readUInt32LE(at + 4) === 0;
    if (isOnePart && bytes.readUInt16LE(at + 20) <= rest) return true;
  }
  return true;
}
