import { WORDS } from '@fulcrum/cfd';
import { ROLES } from '@fulcrum/desk';
import { instrumentFields, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { type Route, route } from '../../http/route.ts';
import { quotesReply } from '../../http/schemas.ts';
import type { InstrumentsController } from './instruments.controller.ts';

const instrumentsReply = z.object({
  countedAt: timeMs.meta({ description: 'As of when orders were counted: twenty seconds ago at most' }),
  instruments: z.array(
    z
      .object({
        settings: z.object(instrumentFields),
        mode: z.enum(WORDS.mode).meta({ description: 'What may be traded: `open` where the settings say nothing' }),
        quote: quotesReply.shape.quotes.element
          .omit({ asset: true })
          .nullable()
          .meta({ description: 'The last price, its age and where it is from, and one that is held; null: none yet' }),
        positions: z.int().meta({ description: 'Open positions' }),
        waiting: z.int().meta({ description: 'Orders that wait for their price' }),
      })
      .meta({ id: 'DeskInstrument' }),
  ),
});

/** What staff see of instruments. */
export function instrumentRoutes(instruments: InstrumentsController): Route[] {
  return [
    route(
      {
        ...{ tag: 'desk', access: { staff: ROLES }, method: 'get', waitsFor: 'desk', limit: 'account' },
        needs: ['instruments'],
        path: '/desk/instruments',
        summary: 'All instruments: their settings, prices, and how many orders they have',
        responses: { 200: { description: 'By name', schema: instrumentsReply } },
      },
      () => instruments.list(),
    ),
  ];
}
