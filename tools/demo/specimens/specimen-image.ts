import { crc32, deflateSync } from 'node:zlib';
import { hasDot, inLetters, LETTER_HEIGHT, LETTER_WIDTH } from './letters.ts';

const [WIDTH, HEIGHT] = [480, 300];
const [PAPER, INK, STAMP] = [236, 40, 150];

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Eight bits a pixel, grey, and nothing else. */
const GREY = Buffer.from([8, 0, 0, 0, 0]);

/** A small grey image that says what it is: a specimen, and nobody's document. */
export function specimenImage(name: string): Buffer<ArrayBuffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT, PAPER);
  draw(pixels, 'SPECIMEN', { left: 24, top: 30, dot: 9, shade: STAMP });
  draw(pixels, 'NOT A REAL DOCUMENT', { left: 24, top: 130, dot: 3, shade: INK });
  draw(pixels, inLetters(name), { left: 24, top: 180, dot: 4, shade: INK });
  draw(pixels, 'MADE FOR A DEMONSTRATION', { left: 24, top: 240, dot: 3, shade: INK });
  const size = Buffer.alloc(8);
  size.writeUInt32BE(WIDTH, 0);
  size.writeUInt32BE(HEIGHT, 4);
  const lines = Array.from({ length: HEIGHT }, (_, row) => lineOf(pixels, row));
  const parts = [part('IHDR', size, GREY), part('IDAT', deflateSync(Buffer.concat(lines))), part('IEND')];
  return Buffer.concat([SIGNATURE, ...parts]);
}

interface Place {
  readonly left: number;
  readonly top: number;
  /** How many pixels wide and high a letter's dot is. */
  readonly dot: number;
  readonly shade: number;
}

function draw(pixels: Buffer, text: string, { left, top, dot, shade }: Place): void {
  for (let y = 0; y < LETTER_HEIGHT * dot; y += 1)
    for (let x = 0; x < text.length * LETTER_WIDTH * dot && left + x < WIDTH; x += 1) {
      const column = Math.floor(x / dot);
      const letter = text[Math.floor(column / LETTER_WIDTH)] ?? '';
      if (hasDot(letter, column % LETTER_WIDTH, Math.floor(y / dot))) pixels[(top + y) * WIDTH + left + x] = shade;
    }
}

/** The byte before a line says that its pixels are written as they are. */
function lineOf(pixels: Buffer, row: number): Buffer {
  return Buffer.concat([Buffer.from([0]), pixels.subarray(row * WIDTH, (row + 1) * WIDTH)]);
}

/** A piece of a PNG: its length, its type, its content, and the checksum of the last two. */
function part(type: string, ...content: readonly Uint8Array[]): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), ...content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(named.length - type.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
