import { ROLES } from '@fulcrum/desk';
import { uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { type Route, route } from '../../http/route.ts';
import { clientParams, plainLine } from '../lists/list-schemas.ts';
import type { NotesController } from './notes.controller.ts';

/** The longest note about a client. */
const MAX_NOTE = 1_000;

const body = z.strictObject({
  noteId: uuid.meta({ description: 'Choose it yourself: what is sent twice is noted once' }),
  text: plainLine(MAX_NOTE),
});

const reply = z.object({ noteId: uuid }).meta({ id: 'WrittenNote' });

/** Notes about clients are only added. */
export function noteRoutes(notes: NotesController): Route[] {
  return [
    route(
      {
        ...{ tag: 'desk', access: { staff: ROLES }, waitsFor: 'desk', method: 'post' },
        ...{ path: '/desk/clients/:userId/notes', params: clientParams, body },
        summary: 'Note something about a client',
        responses: {
          201: { description: 'Noted', schema: reply },
          200: { description: 'It was noted before', schema: reply },
        },
      },
      ({ actor, params, body: { noteId, text } }) => notes.add(actor, params.userId, noteId, text),
    ),
  ];
}
