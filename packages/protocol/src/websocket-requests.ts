import { z } from 'zod';

/** What a client of the WebSocket feed, or of a venue, may send. */
export const socketRequestSchema = z.object({
  id: z.union([z.int(), z.string().max(64)]).optional(),
  method: z.enum(['SUBSCRIBE', 'UNSUBSCRIBE', 'AUTH']),
  params: z.array(z.string().max(4096)).min(1).max(100),
});

export type SocketRequest = z.infer<typeof socketRequestSchema>;

/** What changes in the market for everybody: instruments, and prices that are held and released. */
export const MARKET_STREAM = 'market';

/** The stream of a signed-in user's own orders and balance. */
export const ACCOUNT_STREAM = 'account';
