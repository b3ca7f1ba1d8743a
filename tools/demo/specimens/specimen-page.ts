const SAID = ['SPECIMEN', 'Not a real document. Made for a demonstration.'];

/** A PDF of one page that says what it is: a specimen, and nobody's bill. */
export function specimenPage(name: string, address: string): Buffer<ArrayBuffer> {
  const lines = [...SAID, '', 'Statement of a made-up utility', name, address];
  const text = `BT /F1 18 Tf 30 250 Td 24 TL ${lines.map((line) => `(${inPage(line)}) Tj T*`).join(' ')} ET`;
  return file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 480 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]);
}

/** In the characters that the page's font has, none of which ends a text. */
function inPage(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').replace(/[\\()]/g, '\\$&');
}

function file(objects: readonly string[]): Buffer<ArrayBuffer> {
  let body = '%PDF-1.4\n';
  const starts: number[] = [];
  for (const [index, object] of objects.entries()) {
    starts.push(body.length);
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + end, 'latin1');
}
