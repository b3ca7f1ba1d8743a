import { ROLES } from '@fulcrum/desk';
import { decimal, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';

/** What the routes about the staff themselves give. */

const role = z.enum(ROLES);

export const meReply = z
  .object({
    ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), role },
    acts: z
      .array(
        z.object({
          kind: z.string(),
          takesTwo: z.enum(['never', 'always', 'above the amount']),
          approves: z.array(role).meta({ description: 'The roles of who may be the second person' }),
        }),
      )
      .meta({ description: 'What you may do, or ask for where it takes two' }),
    secondPersonAbove: decimal.meta({ description: 'In USDC: what is about more takes two, where its kind says so' }),
  })
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
