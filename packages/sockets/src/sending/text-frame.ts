const FINAL_TEXT = 0x81;
/** The second byte holds a length up to 125. These values say that the length follows in two or in eight bytes. */
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

/** A text message as a server sends it: in one frame, and not masked (RFC 6455, section 5.2). */
export function textFrame(text: Buffer): Buffer {
  return Buffer.concat([headerOf(text.length), text]);
}

function headerOf(length: number): Buffer {
  if (length < IN_TWO_BYTES) return Buffer.of(FINAL_TEXT, length);
  const header = Buffer.alloc(length < 2 ** 16 ? 4 : 10);
  header[0] = FINAL_TEXT;
  header[1] = header.length === 4 ? IN_TWO_BYTES : IN_EIGHT_BYTES;
  if (header.length === 4) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/**
 * Frames messages. A message to many clients comes many times in a row as the same object, and is framed only once.
 */
export class Framer {
  #text: Buffer | undefined;
  #frame: Buffer = Buffer.alloc(0);

  frame(text: Buffer): Buffer {
    if (text === this.#text) return this.#frame;
    this.#text = text;
    this.#frame = textFrame(text);
    return this.#frame;
  }
}
