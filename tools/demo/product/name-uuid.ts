import { createHash } from 'node:crypto';

/**
 * The id of something that the demonstration adds: the same each time, so that a second run finds what the first one
 * added. It is a UUID of version 5 in the space of its user.
 */
export function nameUuid(userId: string, name: string): string {
  const space = Buffer.from(userId.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1').update(space).update(`fulcrum demo\n${name}`).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
