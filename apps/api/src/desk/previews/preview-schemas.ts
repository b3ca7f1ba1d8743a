import { groupLimits, instrumentSettings } from '@fulcrum/desk';
import { timeMs } from '@fulcrum/protocol';
import { z } from 'zod';

/** What the routes take and give that say what a change would do. */

export const settingsPreviewBody = z.strictObject({ settings: instrumentSettings });
export const limitsPreviewBody = z.strictObject({ limits: groupLimits });

const count = z.int().nonnegative();
const differences = z
  .array(z.object({ field: z.string(), before: z.string(), after: z.string() }))
  .meta({ description: 'What would change; `-`: nothing is set' });
const asOf = timeMs.meta({ description: 'The snapshot whose orders were counted' });

const both = z.object({ positions: count, pendingOrders: count });

export const settingsPreviewReply = z
  .object({
    asset: z.string(),
    isNew: z.boolean(),
    isHalting: z.boolean().meta({ description: 'One person may do it, by `halt`' }),
    differences,
    asOf,
    touches: both.extend({
      accounts: count,
      aboveMaxLeverage: both.meta({ description: 'They stay as they are' }),
      outsideQuantities: both.meta({ description: 'They stay, and what of them closes in part has to fit' }),
      guaranteedStops: both,
    }),
    quote: z
      .object({
        ageMs: count,
        isStale: z.boolean(),
        wouldBeStale: z.boolean().meta({ description: 'Nobody could open or close at it' }),
        wouldBeWide: z.boolean().meta({ description: 'A feed that begins with such a spread would be held' }),
      })
      .optional()
      .meta({ description: 'The last price, where there is one' }),
  })
  .meta({ id: 'InstrumentPreview' });

export const limitsPreviewReply = z
  .object({
    differences,
    asOf,
    touches: z.object({
      accounts: count.meta({ description: 'With positions' }),
      aboveMaxOpenOrders: count,
      aboveMaxNotional: count.meta({ description: 'Accounts that have more open in one asset' }),
      aboveMaxTotalNotional: count,
      withOrders: count.meta({ description: 'The mode changes only while it is 0' }),
    }),
  })
  .meta({ id: 'LimitsPreview' });
