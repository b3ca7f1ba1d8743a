import { ROLES } from '@fulcrum/desk';
import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';

/** What the routes about the staff themselves give. */

const role = z.enum(ROLES);

export const meReply = z
  .object({ userId: z.uuid(), email: z.string(), name: z.string().nullable(), role })
  .meta({ id: 'OwnRole' });

export const staffReply = z.object({
  staff: z.array(
    z
      .object({
        ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), role },
        givenAt: timeMs.meta({ description: 'Since when they have this role' }),
        lastLoggedIn: timeMs.nullable().meta({ description: 'null: they never did' }),
        hasSecondFactor: z.boolean(),
      })
      .meta({ id: 'StaffMember' }),
  ),
});
