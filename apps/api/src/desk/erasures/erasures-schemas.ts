import { timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { next } from '../lists/list-schemas.ts';

export const erasuresReply = z.object({
  erasures: z.array(z.object({ userId: uuid, email: z.string(), askedAt: timeMs }).meta({ id: 'AskedErasure' })),
  next,
});
