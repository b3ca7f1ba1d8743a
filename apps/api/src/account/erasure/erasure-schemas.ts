import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { provingPassword } from '../../passwords/password.ts';

/** What the routes of an erasure take and give. */

export const erasureBody = z.strictObject({ presentPassword: provingPassword });

export const erasureReply = z.object({
  askedAt: timeMs.nullable().meta({ description: 'When you asked for it; null: you did not' }),
});
