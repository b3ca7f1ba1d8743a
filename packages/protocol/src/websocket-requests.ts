import { z } from 'zod';

/** A request of a client to the WebSocket feed or to a venue. */
export const socketRequestSchema = z.object({
  id: z.union([z.int(), z.string().max(64)]).optional(),
  method: z.enum(['SUBSCRIBE', 'UNSUBSCRIBE', 'AUTH']),
  params: z.array(z.string().max(4096)).min(1).max(100),
});

export type SocketRequest = z.infer<typeof socketRequestSchema>;

/** The stream of what concerns everybody: instruments that change, and prices that are held and released. */
export const MARKET_STREAM = 'market';

/** The stream of a signed-in user's own orders and balance. */
export const ACCOUNT_STREAM = 'account';
