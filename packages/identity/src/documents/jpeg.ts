import { checkPixels } from './pixels.ts';
import { documentRefused } from './refusals.ts';

/** The second bytes of the markers, of which the first is 255. */
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP_0 = 0xe0;
const MARKER = 0xff;
/** Stands behind a 255 that is none. */
const STUFFED = 0;

/** Each of them would be a scan of its own: a bomb for who decodes it. */
const MAX_SCANS = 100;

/** Walks a JPEG from marker to marker up to its end, which is the end of the file. */
export function checkJpeg(bytes: Buffer): void {
  if (isCommentOfScript(bytes)) throw documentRefused('document_mixed');
  let at = 2;
  let frames = 0;
  let scans = 0;
  for (;;) {
    const marker = markerAt(bytes, at);
    at = marker.end;
    if (marker.code === END_OF_IMAGE) break;
    const segment = segmentAt(bytes, at);
    at += 2 + segment.length;
    if (marker.code === APP_0) checkJfif(segment);
    if (isFrame(marker.code)) {
      frames += 1;
      checkFrame(segment);
    }
    if (marker.code !== START_OF_SCAN) continue;
    scans += 1;
    if (frames !== 1 || scans > MAX_SCANS) throw documentRefused('document_broken');
    at = endOfScan(bytes, at);
  }
  if (frames !== 1 || scans === 0) throw documentRefused('document_broken');
  if (at < bytes.length) throw documentRefused('document_trailing');
}

/** A first segment of this length makes the whole begin as a script that goes on behind a comment. */
function isCommentOfScript(bytes: Buffer): boolean {
  const length = bytes.toString('latin1', 4, 6);
  return length === '/*' || length === '//';
}

/** The marker that begins here. It may stand behind further bytes of 255. */
function markerAt(bytes: Buffer, from: number): { code: number; end: number } {
  let at = from;
  if (bytes[at] !== MARKER) throw documentRefused('document_broken');
  while (bytes[at] === MARKER) at += 1;
  const code = bytes[at];
  if (code === undefined || code === STUFFED || code === START_OF_IMAGE || isRestart(code))
    throw documentRefused('document_broken');
  return { code, end: at + 1 };
}

/** What stands behind the two bytes of a segment's length. */
function segmentAt(bytes: Buffer, at: number): Buffer {
  if (bytes.length - at < 2) throw documentRefused('document_broken');
  const length = bytes.readUInt16BE(at);
  if (length < 2 || length > bytes.length - at) throw documentRefused('document_broken');
  return bytes.subarray(at + 2, at + length);
}

/** Where the marker stands that ends the coded pixels. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length - 1; at += 1) {
    if (bytes[at] !== MARKER) continue;
    const next = bytes[at + 1] as number;
    if (next !== STUFFED && next !== MARKER && !isRestart(next)) return at;
  }
  throw documentRefused('document_broken');
}

/** JFIF has a length that follows from its thumbnail, and room for nothing else. */
function checkJfif(segment: Buffer): void {
  if (segment.toString('latin1', 0, 5) !== 'JFIF\0') return;
  const [width, height] = [segment[12], segment[13]];
  if (width === undefined || height === undefined || segment.length !== 14 + 3 * width * height)
    throw documentRefused('document_broken');
}

function checkFrame(segment: Buffer): void {
  const components = segment[5];
  if (components === undefined || components === 0 || segment.length !== 6 + 3 * components)
    throw documentRefused('document_broken');
  checkPixels(segment.readUInt16BE(3), segment.readUInt16BE(1));
}

/** Start of frame: from C0 to CF, but for the tables DHT, JPG and DAC. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
}

function isRestart(code: number): boolean {
  return code >= 0xd0 && code <= 0xd7;
}
