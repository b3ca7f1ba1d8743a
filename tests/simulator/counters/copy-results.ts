import type { BulkTable } from '@fulcrum/db';
import { Reader, resumeAt } from '@fulcrum/streams';
import { keepTrimmed } from '../../../apps/recorder/src/retention/trimming.ts';
import type { Life } from '../world/life.ts';
import type { Booted } from '../world/supervised.ts';
import type { World } from '../world/world.ts';

export const resultTable: BulkTable = {
  name: 'Result',
  columns: [
    ['id', 'text'],
    ['events', 'text'],
  ],
};

/** Nobody keeps a journal here. */
const JOURNAL_END = '999999999999999-0';

/** Copies each result to a table, and trims the streams as the recorder does. */
export function bootResultCopier(world: World, life: Life): Booted<undefined> {
  const { keys } = world;
  const { signal } = life;
  const logger = world.logger(life.name);
  const tables = world.postgres.connect(life);
  const asking = world.connect(life);
  const reader = new Reader({
    redis: world.connect(life),
    key: keys.callback,
    signal,
    begin: async () => {
      let checkpoint = await tables.checkpoint('recorder');
      const { from } = await resumeAt(asking, keys.callback, checkpoint);
      return {
        from,
        take: async (entries) => {
          const last = entries.at(-1)?.id;
          if (last === undefined) return;
          await tables.transaction(async (tx) => {
            await tx.moveCheckpoint('recorder', checkpoint, last);
            await tx.upsert(
              resultTable,
              entries.map(({ id, fields }) => [id, fields.events ?? '']),
            );
          });
          checkpoint = last;
        },
      };
    },
    onGap: () => {},
    onError: () => {},
  });
  const trimming = keepTrimmed({ tables, redis: asking, keys, signal, logger, journalPosition: () => JOURNAL_END });
  return { app: undefined, running: Promise.all([reader.run(), trimming]) };
}
