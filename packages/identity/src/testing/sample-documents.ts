import { crc32, deflateSync } from 'node:zlib';

/** Small documents that are what they say they are, made byte by byte, and their parts. */

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export function pngChunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

export function pngHeader(width: number, height: number): Buffer {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  return pngChunk('IHDR', data);
}

/** A grey image. */
export function samplePng({ width = 2, height = 2, extra = [] as readonly Buffer[] } = {}): Buffer {
  const rows = Buffer.alloc(Math.min(height, 10) * (Math.min(width, 10) + 1));
  const pixels = pngChunk('IDAT', deflateSync(rows));
  return Buffer.concat([PNG_SIGNATURE, pngHeader(width, height), ...extra, pixels, pngChunk('IEND')]);
}

export function jpegSegment(code: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

export const JFIF = jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));

export function jpegFrame(width: number, height: number): Buffer {
  const data = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  data.writeUInt16BE(height, 1);
  data.writeUInt16BE(width, 3);
  return jpegSegment(0xc0, data);
}

const SCAN = Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])), Buffer.from('12ff00ffd034', 'hex')]);

export const JPEG_END = Buffer.from('ffd9', 'hex');

/** Has the structure of a JPEG. Its pixels are made up. */
export function sampleJpeg({ width = 8, height = 8, first = JFIF, extra = [] as readonly Buffer[] } = {}): Buffer {
  const table = jpegSegment(0xdb, Buffer.alloc(65, 1));
  const start = Buffer.from('ffd8', 'hex');
  return Buffer.concat([start, first, ...extra, table, jpegFrame(width, height), SCAN, JPEG_END]);
}

/** A PDF with one empty page. */
export function samplePdf({ catalog = '', objects = '', header = '%PDF-1.4\n' } = {}): Buffer {
  const body = `${header}1 0 obj\n<</Type /Catalog /Pages 2 0 R ${catalog}>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>\nendobj\n${objects}`;
  return Buffer.from(
    `${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

/** The record at the end of an empty ZIP. */
export const ZIP_END = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

/** A ZIP with one file, of no bytes. */
export function sampleZip(name = 'a.txt'): Buffer {
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.from(ZIP_END);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length, 16);
  return Buffer.concat([local, Buffer.from(name), central, Buffer.from(name), end]);
}
