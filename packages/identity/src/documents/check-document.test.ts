import { randomBytes } from 'node:crypto';
import { Problem } from '@fulcrum/http';
import { expect, it } from 'vitest';
import {
  JFIF,
  JPEG_END,
  jpegFrame,
  jpegSegment,
  PNG_SIGNATURE,
  pngChunk,
  pngHeader,
  sampleJpeg,
  samplePdf,
  samplePng,
  sampleZip,
  ZIP_END,
} from '../testing/sample-documents.ts';
import { checkDocument } from './check-document.ts';

const PNG = 'image/png';
const JPEG = 'image/jpeg';
const PDF = 'application/pdf';
const NAMES: Record<string, string> = { [PNG]: 'a.png', [JPEG]: 'a.jpg', [PDF]: 'a.pdf' };

/** What comes of a file: `good`, or why it is refused. */
async function outcome(bytes: Buffer, type: string, name = NAMES[type] ?? 'a.png'): Promise<string> {
  try {
    await checkDocument(bytes, type, name);
    return 'good';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const behind = (bytes: Buffer, ...more: (string | Buffer)[]) =>
  Buffer.concat([bytes, ...more.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))]);
const comment = (text: string) => jpegSegment(0xfe, Buffer.from(text, 'latin1'));
const text = (content: string | Buffer) => pngChunk('tEXt', Buffer.concat([Buffer.from('a\0'), Buffer.from(content)]));
const action = (kind: string) => `/OpenAction <</S /${kind} /F (a)>>`;

it.each([
  ['a PNG', samplePng(), PNG],
  ['a PNG with a text', samplePng({ extra: [text('taken on holiday')] }), PNG],
  ['a PNG of 50 megapixels', samplePng({ width: 10_000, height: 5_000 }), PNG],
  ['a JPEG', sampleJpeg(), JPEG],
  ['a JPEG without JFIF', sampleJpeg({ first: Buffer.alloc(0) }), JPEG],
  ['a JPEG with XMP', sampleJpeg({ extra: [jpegSegment(0xe1, Buffer.from('<?xpacket?><x:xmpmeta/>'))] }), JPEG],
  ['a PDF', samplePdf(), PDF],
  ['a PDF that opens at a page', samplePdf({ catalog: '/OpenAction [3 0 R /Fit]' }), PDF],
  ['a PDF without an end of the last line', samplePdf().subarray(0, -1), PDF],
  [
    'a PDF with pixels that chance made',
    samplePdf({ objects: `4 0 obj\n${'/JS /J#53 /Java '.repeat(9)}\nendobj\n` }),
    PDF,
  ],
])('takes %s', async (_what, bytes, type) => {
  expect(await outcome(bytes, type)).toBe('good');
});

it.each([
  ['nothing', Buffer.alloc(0), PNG, 'document_empty'],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'document_type_refused'],
  ['SVG as PNG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), PNG, 'document_type_refused'],
  ['HTML as PDF', Buffer.from('<!doctype html><script>alert(1)</script>'), PDF, 'document_type_refused'],
  ['a GIF as PNG', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), PNG, 'document_type_refused'],
  [
    'a GIF that is a JAR',
    behind(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), sampleZip()),
    JPEG,
    'document_type_refused',
  ],
  ['a ZIP as PDF', sampleZip(), PDF, 'document_type_refused'],
  ['random bytes', randomBytes(1_000), JPEG, 'document_type_refused'],
  ['a PDF in PNG’s clothing', samplePdf(), PNG, 'document_type_differs'],
  ['a PNG as JPEG', samplePng(), JPEG, 'document_type_differs'],
  ['a JPEG as PDF', sampleJpeg(), PDF, 'document_type_differs'],
  ['a program behind a signature of a PNG', behind(PNG_SIGNATURE, 'MZ\x90\0'.repeat(9)), PNG, /refused|broken/],
  ['a PDF behind a signature of a PNG', behind(PNG_SIGNATURE, samplePdf()), PNG, /refused|broken/],
  ['an animated PNG', samplePng({ extra: [pngChunk('acTL', Buffer.alloc(8))] }), PNG, 'document_type_refused'],
])('does not take %s', async (_what, bytes, type, code) => {
  expect(await outcome(bytes, type)).toMatch(code);
});

it.each([
  ['a PNG with HTML behind it', behind(samplePng(), '<script>alert(1)</script>'), PNG, 'document_trailing'],
  ['a PNG with a ZIP behind it', behind(samplePng(), sampleZip()), PNG, 'document_trailing'],
  ['a PNG with HTML inside', samplePng({ extra: [text('<html><body>')] }), PNG, 'document_active'],
  ['a PNG with a script in capital letters', samplePng({ extra: [text('<SCRIPT>alert(1)')] }), PNG, 'document_active'],
  ['a PNG with PHP inside', samplePng({ extra: [text('<?php system($_GET[0]);')] }), PNG, 'document_active'],
  ['a PNG with a ZIP inside', samplePng({ extra: [text(sampleZip())] }), PNG, 'document_mixed'],
  ['a PNG with a PDF inside', samplePng({ extra: [text(samplePdf())] }), PNG, 'document_mixed'],
  ['a JPEG with a ZIP behind it', behind(sampleJpeg(), sampleZip()), JPEG, 'document_trailing'],
  ['a JPEG with another one behind it', behind(sampleJpeg(), sampleJpeg()), JPEG, 'document_trailing'],
  [
    'a JPEG with a PHAR inside',
    sampleJpeg({ extra: [comment('<?php __HALT_COMPILER(); ?>')] }),
    JPEG,
    'document_active',
  ],
  ['a JPEG with a short PHAR inside', sampleJpeg({ extra: [comment('__halt_compiler();')] }), JPEG, 'document_active'],
  [
    'a JPEG that is a script',
    sampleJpeg({ first: jpegSegment(0xe0, Buffer.alloc(0x2f2a - 2)) }),
    JPEG,
    'document_mixed',
  ],
  [
    'a JPEG with a ZIP inside',
    sampleJpeg({ extra: [comment(sampleZip().toString('latin1'))] }),
    JPEG,
    'document_mixed',
  ],
  [
    'a JPEG with room behind JFIF',
    sampleJpeg({ first: jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0more', 'latin1')) }),
    JPEG,
    'document_broken',
  ],
  ['a PDF with a ZIP behind it', behind(samplePdf(), sampleZip()), PDF, 'document_trailing'],
  [
    'a PDF with a ZIP inside',
    samplePdf({ objects: `4 0 obj\n${sampleZip().toString('latin1')}\nendobj\n` }),
    PDF,
    'document_mixed',
  ],
  ['a PDF that is a ZIP by its comment', samplePdf({ objects: ZIP_END.toString('latin1') }), PDF, 'document_mixed'],
  ['a PDF with a page behind it', behind(samplePdf(), '<html><script>alert(1)</script>'), PDF, 'document_trailing'],
  [
    'a PDF with a page at its beginning',
    samplePdf({ header: '%PDF-1.4\n%<html><script>alert(1)</script>\n' }),
    PDF,
    'document_active',
  ],
  ['a PDF behind something else', behind(Buffer.from('\n'), samplePdf()), PDF, /refused|broken/],
])('takes nothing that is two things: %s', async (_what, bytes, type, code) => {
  expect(await outcome(bytes, type)).toMatch(code);
});

it.each([
  ['a script', action('JavaScript'), 'document_active'],
  ['a script in disguise', action('J#61vaScrip#74'), 'document_active'],
  ['a script without its kind', '/AA <</O <</JS (app.alert\\(1\\))>>>>', 'document_active'],
  ['a script elsewhere', '/AA <</O <</#4aS 9 0 R>>>>', 'document_active'],
  ['a script behind a comment', '/AA <</O <</JS%c\n (app.alert\\(1\\))>>>>', 'document_active'],
  ['a file of another machine', action('GoToR'), 'document_active'],
  ['a sound of another machine', action('Sound'), 'document_active'],
  ['a film of another machine', action('Movie'), 'document_active'],
  ['the start of a program', action('Launch'), 'document_active'],
  ['the start of a program in disguise', action('#4caunch'), 'document_active'],
  ['a rendition', action('Rendition'), 'document_active'],
  ['a form that is sent', action('SubmitForm'), 'document_active'],
  ['files in it', '/Names <</EmbeddedFiles 9 0 R>>', 'document_active'],
  ['a file in it', '/EF <</F 9 0 R>> /Type /EmbeddedFile', 'document_active'],
  ['a form of XFA', '/AcroForm <</XFA 9 0 R>>', 'document_active'],
  ['rich media', '/Subtype /RichMedia', 'document_active'],
  ['a password', '/Encrypt 9 0 R', 'document_encrypted'],
])('takes no PDF with %s', async (_what, catalog, code) => {
  expect(await outcome(samplePdf({ catalog }), PDF)).toBe(code);
});

it.each([
  ['a PNG', samplePng(), PNG],
  ['a JPEG', sampleJpeg(), JPEG],
  ['a PDF', samplePdf(), PDF],
])('takes no part of %s, wherever it is cut off', async (_what, bytes, type) => {
  // The end of the last line is no part of a PDF.
  const least = type === PDF ? 2 : 1;
  for (let length = 1; length <= bytes.length - least; length += 1)
    expect([length, await outcome(bytes.subarray(0, length), type)]).toEqual([
      length,
      expect.stringMatching(/^document_(broken|type_refused)$/),
    ]);
});

it('takes no PNG of which a byte was changed', async () => {
  const good = samplePng();
  for (let at = 0; at < good.length; at += 1) {
    const changed = Buffer.from(good);
    changed.writeUInt8(changed.readUInt8(at) ^ 0x20, at);
    expect([at, await outcome(changed, PNG)]).not.toEqual([at, 'good']);
  }
});

it.each([
  ['wide', samplePng({ width: 20_001, height: 1 }), PNG],
  ['high', samplePng({ width: 1, height: 20_001 }), PNG],
  ['large', samplePng({ width: 10_000, height: 5_001 }), PNG],
  ['large beyond all numbers', samplePng({ width: 0xffff_ffff, height: 0xffff_ffff }), PNG],
  ['large, of a JPEG', sampleJpeg({ width: 65_535, height: 65_535 }), JPEG],
])('takes no image that is too %s, however small its file is', async (_what, bytes, type) => {
  expect(await outcome(bytes, type)).toBe('document_too_many_pixels');
});

it.each([
  ['PNG without width', samplePng({ width: 0 }), PNG],
  ['PNG with two headers', samplePng({ extra: [pngHeader(2, 2)] }), PNG],
  ['PNG with an unknown part that has to be understood', samplePng({ extra: [pngChunk('ABCD')] }), PNG],
  ['PNG of very many parts', samplePng({ extra: Array.from({ length: 20_001 }, () => pngChunk('teXt')) }), PNG],
  ['JPEG without height', sampleJpeg({ height: 0 }), JPEG],
  ['JPEG with two frames', sampleJpeg({ extra: [jpegFrame(8, 8)] }), JPEG],
  ['JPEG without pixels', Buffer.concat([Buffer.from('ffd8', 'hex'), JFIF, jpegFrame(8, 8), JPEG_END]), JPEG],
  ['PDF of version 9', samplePdf({ header: '%PDF-9.9\n' }), PDF],
])('takes no %s', async (_what, bytes, type) => {
  expect(await outcome(bytes, type)).toBe('document_broken');
});

it.each([
  ['passport.png.exe', PNG],
  ['passport.svg', PNG],
  ['passport.jpg', PNG],
  ['passport.html', PDF],
])('takes nothing whose name ends as another type’s: %s', async (name, type) => {
  const bytes = type === PNG ? samplePng() : samplePdf();
  expect(await outcome(bytes, type, name)).toBe('document_extension');
});
