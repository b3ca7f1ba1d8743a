import { expect, it } from 'vitest';
import { cleanedFileName } from './file-name.ts';

it.each([
  ['passport.png', 'passport.png'],
  ['Reisepaß 2024 (Ö).PNG', 'Reisepaß 2024 (Ö).png'],
  ['José.png', 'Jose\u0301.png'.normalize('NFC')],
  ['../../../etc/passwd.png', 'passwd.png'],
  ['C:\\Users\\ada\\scan.png', 'scan.png'],
  ['a\r\nContent-Type: text\u2028html.png', 'aContent-Type_ texthtml.png'],
  ['gnp.\u202egpj.png', 'gnp.gpj.png'],
  ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
  ['"quoted".png', '_quoted_.png'],
  ['no ending', 'no ending.png'],
  ['..', 'document.png'],
  ['.png', 'png.png'],
  ['\u200b\u200b.png', 'png.png'],
  ['scan.png. . .', 'scan.png'],
  ['nul\0.png', 'nul.png'],
])('keeps of %j that which is harmless: %j', (given, kept) => {
  expect(cleanedFileName(given, 'image/png')).toBe(kept);
});

it('keeps at most 100 characters, and none of them in part', () => {
  expect(cleanedFileName(`${'a'.repeat(500)}.png`, 'image/png')).toBe(`${'a'.repeat(96)}.png`);
  const kept = cleanedFileName(`a${'😀'.repeat(200)}.png`, 'image/png');
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(kept.isWellFormed()).toBe(true);
  expect(kept).toMatch(/^a(😀)+\.png$/u);
});
