import { createHash } from 'node:crypto';

/** The digit that names a UUID's version, where ids of payments have it. Users may not choose such ids for their transfers. */
const PAYMENT_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8/;

/**
 * The transfer's id for a payment, made from the id that it has where it was made: at the payment provider, or at the bank.
 * It is the same each time, so that a payment is booked once, whoever books it, and whenever.
 */
export function paymentTransferId(paymentId: string): string {
  const digest = createHash('sha256').update(`fulcrum payment\n${paymentId}`).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function isPaymentTransferId(transferId: string): boolean {
  return PAYMENT_UUID.test(transferId);
}
