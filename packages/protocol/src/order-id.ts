/**
 * The id of a new order: a UUIDv7, which tells when it was made. So whoever takes it knows, without looking anywhere,
 * that it cannot be that of an order which ended long ago.
 *
 * @param madeAtMs milliseconds since 1970.
 */
export function newOrderId(madeAtMs: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const random = [...bytes.slice(6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const digits = Math.floor(madeAtMs).toString(16).padStart(12, '0') + random;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** When a UUIDv7 was made, in milliseconds since 1970; undefined for a UUID of another kind, which does not tell. */
export function timeOfOrderId(orderId: string): number | undefined {
  if (orderId[14] !== '7') return undefined;
  return Number.parseInt(orderId.slice(0, 8) + orderId.slice(9, 13), 16);
}
