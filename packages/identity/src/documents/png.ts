import { crc32 } from 'node:zlib';
import { checkPixels } from './pixels.ts';
import { documentRefused } from './refusals.ts';

const SIGNATURE_BYTES = 8;
/** Of a chunk: its length, its type, and the checksum behind its data. */
const FRAME_BYTES = 12;

/** Encoders cut images into pieces of some kilobytes. Many more are only there to keep readers busy. */
const MAX_CHUNKS = 20_000;

/** The depths that each type of colour may have. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** Walks a PNG from its header to its end, which is the end of the file, and checks each chunk's checksum. */
export function checkPng(bytes: Buffer): void {
  const seen: string[] = [];
  for (const { type, data } of chunksOf(bytes)) {
    if ((seen.length === 0) !== (type === 'IHDR')) throw documentRefused('document_broken');
    if (type === 'IHDR') checkHeader(data);
    // What an upper-case letter begins has to be understood, and there is nothing else of it in the standard.
    else if (/^[A-Z]/.test(type) && !['PLTE', 'IDAT', 'IEND'].includes(type)) throw documentRefused('document_broken');
    if (type === 'IDAT' && seen.includes('IDAT') && seen.at(-1) !== 'IDAT') throw documentRefused('document_broken');
    if (seen.at(-1) !== type) seen.push(type);
  }
  if (!seen.includes('IDAT') || seen.at(-1) !== 'IEND') throw documentRefused('document_broken');
}

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  let at = SIGNATURE_BYTES;
  for (let count = 0; at < bytes.length; count += 1) {
    if (count >= MAX_CHUNKS || bytes.length - at < FRAME_BYTES) throw documentRefused('document_broken');
    const length = bytes.readUInt32BE(at);
    if (length > bytes.length - at - FRAME_BYTES) throw documentRefused('document_broken');
    const typed = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(typed) !== bytes.readUInt32BE(at + 8 + length)) throw documentRefused('document_broken');
    const type = typed.toString('latin1', 0, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw documentRefused('document_broken');
    at += FRAME_BYTES + length;
    if (type === 'IEND' && at < bytes.length) throw documentRefused('document_trailing');
    if (type === 'IEND' && length > 0) throw documentRefused('document_broken');
    yield { type, data: typed.subarray(4) };
  }
}

function checkHeader(data: Buffer): void {
  if (data.length !== 13) throw documentRefused('document_broken');
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = data.subarray(8);
  const isKnown = DEPTHS[colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  if (!isKnown) throw documentRefused('document_broken');
  checkPixels(data.readUInt32BE(0), data.readUInt32BE(4));
}
