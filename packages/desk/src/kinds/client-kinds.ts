import { uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { eraseClient } from '../erasure/erase-client.ts';
import type { DatabaseKind } from './kind.ts';

const erased = z.object({ userId: uuid });

/**
 * Erases a client's personal data, for good. Whoever asks for it, or says yes, has asked the engine whether all that the
 * client has is settled.
 */
export const eraseClientData: DatabaseKind<z.output<typeof erased>> = {
  data: erased,
  subject: ({ userId }) => userId,
  userId: ({ userId }) => userId,
  act: async (tx, { data: { userId } }) => ({ type: 'erased', userId, ended: await eraseClient(tx, userId) }),
};
