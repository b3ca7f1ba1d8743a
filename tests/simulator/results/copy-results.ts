import type { BulkTable } from '@fulcrum/db';
import { callbackId, earlierId, LOG_START } from '@fulcrum/log';
import { keepLogTrimmed, Reader, resumeAt } from '@fulcrum/streams';
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

/** Copies each result to a table, and trims the log behind that and the snapshots. */
export function bootResultCopier(world: World, life: Life): Booted<undefined> {
  const { keys, replica, recorder } = world.log;
  const { signal } = life;
  const tables = world.postgres.connect(life);
  const asking = world.connect(life);
  const reader = new Reader({
    redis: world.connect(life),
    key: keys.output,
    signal,
    begin: async () => {
      let checkpoint = await tables.checkpoint(recorder);
      const { from } = await resumeAt(asking, keys.output, checkpoint);
      return {
        from,
        take: async (entries) => {
          const last = entries.at(-1)?.id;
          if (last === undefined) return;
          await tables.transaction(async (tx) => {
            await tx.moveCheckpoint(recorder, checkpoint, last);
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
  const read = async () => {
    const input = await tables.checkpoint(replica);
    const output = earlierId(await tables.checkpoint(recorder), callbackId(input, 0));
    return { input, output: input === LOG_START ? LOG_START : output };
  };
  const trimming = keepLogTrimmed({ redis: asking, keys, read }, signal, () => {});
  return { app: undefined, running: Promise.all([reader.run(), trimming]) };
}

/** Each result was copied once, as it was. */
export function judgeCopied(world: World): void {
  const { postgres, truth } = world;
  const rows = new Map(postgres.tables.all(resultTable).map(([id, events]) => [id, events]));
  for (const { id, events } of truth.expected)
    if (rows.get(id) !== events) world.violate(`the history has ${rows.get(id)} as the result ${id}, not ${events}`);
  if (rows.size !== truth.expected.length)
    world.violate(`the history has ${rows.size} results of ${truth.expected.length}`);
}
