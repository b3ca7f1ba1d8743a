import type { Dice } from './dice.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  readonly isFinal?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** A false length for the header. */
  readonly saidLength?: bigint;
  /** The number of bytes for the length behind the second byte: as few as it needs, or more. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** A frame as a client sends it (RFC 6455, section 5.2), or as no client should. */
export function clientFrame(dice: Dice, opcode: number, payload: Buffer | string, options: FrameOptions = {}): Buffer {
  const { isFinal = true, reserved = 0, isMasked = true } = options;
  const bytes = Buffer.from(payload);
  const length = options.saidLength ?? BigInt(bytes.length);
  const lengthBytes = options.lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8);
  const marker = lengthBytes === 0 ? Number(length) & 0x7f : lengthBytes === 2 ? 126 : 127;
  const header = Buffer.of((isFinal ? 0x80 : 0) | (reserved << 4) | opcode, (isMasked ? 0x80 : 0) | marker);
  const extended = Buffer.alloc(lengthBytes);
  if (lengthBytes === 2) extended.writeUInt16BE(Number(length & 0xffffn));
  if (lengthBytes === 8) extended.writeBigUInt64BE(BigInt.asUintN(64, length));
  if (!isMasked) return Buffer.concat([header, extended, bytes]);
  const mask = dice.bytes(4);
  return Buffer.concat([header, extended, mask, bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}
