import { documentRefused } from './refusals.ts';

/** At the very beginning. A reader may look further, and find it behind something else. */
const HEADER = /^%PDF-[12]\.\d[\r\n \t%]/;

/** How a PDF ends: where its table of objects is, and the mark, with nothing but an end of the line behind it. */
const END = /startxref[\r\n \t]+\d{1,10}[\r\n \t]+%%EOF[\r\n \t\0]*$/;
/** The same with anything behind it. */
const EARLIER_END = /startxref[\r\n \t]+\d{1,10}[\r\n \t]+%%EOF/;
const END_BYTES = 1_024;

/** Names that begin actions, hold files, or have forms that are programs. */
const ACTIVE = [
  ...['JavaScript', 'Launch', 'Rendition', 'ImportData', 'SubmitForm', 'GoToE', 'RichMedia', 'RichMediaExecute'],
  // These open a file of another machine, whose address may make a viewer's system sign in there.
  ...['GoToR', 'Movie', 'Sound'],
  ...['EmbeddedFile', 'EmbeddedFiles', 'XFA'],
];
const ENCRYPTED = 'Encrypt';

/** A name is a slash and what follows it up to a space or one of these. */
const INSIDE = '[^\\0\\t\\n\\f\\r ()<>[\\]{}/%]';
const FORBIDDEN = new RegExp(`/(${[...ACTIVE, ENCRYPTED].join('|')})(?!${INSIDE})`);
const ESCAPED = new RegExp(`/${INSIDE}*#[0-9a-fA-F]{2}${INSIDE}*`, 'g');

/** Programs write a few letters of foreign fonts that way. Many more are only there to keep readers busy. */
const MAX_ESCAPED = 20_000;

/**
 * The script of an action. The name is so short that chance writes it into compressed pixels: its value counts, too. Spaces
 * and comments may stand between them.
 */
const SCRIPT =
  /\/(?:J|#4[aA])(?:S|#53)[\0\t\n\f\r ]*(?:%[^\n\r]{0,100}[\n\r][\0\t\n\f\r ]*){0,20}(?:\(|<|\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R)/;

/**
 * Checks a PDF by what can be read of it without decoding anything. What stands in compressed streams of objects is not
 * seen (docs/desk.md, "Identity checks").
 */
export function checkPdf(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  if (!HEADER.test(text)) throw documentRefused('document_broken');
  if (!END.test(text.slice(-END_BYTES)))
    throw documentRefused(EARLIER_END.test(text) ? 'document_trailing' : 'document_broken');
  if (SCRIPT.test(text)) throw documentRefused('document_active');
  checkNames(text);
  let escaped = 0;
  for (const [name] of text.matchAll(ESCAPED)) {
    escaped += 1;
    if (escaped > MAX_ESCAPED) throw documentRefused('document_active');
    checkNames(decodedName(name));
  }
}

function checkNames(text: string): void {
  const [, name] = FORBIDDEN.exec(text) ?? [];
  if (name !== undefined) throw documentRefused(name === ENCRYPTED ? 'document_encrypted' : 'document_active');
}

/** Any character of a name may be written as `#` and two digits. */
function decodedName(name: string): string {
  return name.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
