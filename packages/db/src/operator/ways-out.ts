import { assertShard } from '@fulcrum/log';

/** Whose data is damaged or gone. */
export interface DamagedShard {
  readonly shard: number;
  /** The folder of a product that keeps its servers' data there; undefined where others keep them. */
  readonly home: string | undefined;
}

/**
 * What can be done when PostgreSQL does not have what a shard had, and the log cannot make up for it. Other shards may
 * have their data in the same servers and in the same folder: each way out leaves it where it is.
 *
 * @param others further ways out, without their numbers.
 */
export function databaseWaysOut({ shard, home }: DamagedShard, others: readonly string[] = []): string {
  assertShard(shard);
  const ways =
    home === undefined
      ? [copyOfOthers(shard), ...others, anewOfOthers(shard)]
      : [copyOf(shard, home), ...others, anewOf(shard, home)];
  return numbered(shard, ways);
}

/**
 * What can be done when PostgreSQL does not have what the venue had. No journal holds its log: nothing can be written down
 * of it, and what everybody had there cannot be worked out anew. The CFD engine's data need not be touched.
 */
export function venueWaysOut({ shard, home }: DamagedShard): string {
  assertShard(shard);
  const goOn =
    home === undefined
      ? ': set VENUE=off where its process is started.'
      : `:${commands([`VENUE=off ${startOf(shard, home)}`])}`;
  const copy = home === undefined ? copyOfOthers(shard) : copyOf(shard, home);
  return numbered(shard, [
    copy,
    `Go on without the order book, whose log no journal holds. The CFD engine, its accounts and its orders stay as they are${goOn}`,
  ]);
}

function numbered(shard: number, ways: readonly string[]): string {
  return `Choose a way out for shard ${shard}:\n${ways.map((way, index) => `  ${index + 1}. ${way}`).join('\n')}`;
}

const COPY =
  "Put back PostgreSQL's own data, or a copy. Of accounts and orders nothing is lost where its snapshot is not older than the log's first entry";
const ANEW =
  'Write down what everybody had, keep all that is left, and begin anew. Users, accounts and orders are then in the files alone';

function copyOfOthers(shard: number): string {
  return `${COPY}: look whether its volume is mounted, and whether DATABASE_URL names the right database.
     Where other shards are in it, put the copy beside it, and let the DATABASE_URL of shard ${shard} alone name that.`;
}

function anewOfOthers(shard: number): string {
  return `${ANEW}:${commands(writtenDown(`SHARD=${shard}`))}
     Then give shard ${shard} a PostgreSQL, a Redis and a journal on new volumes, and keep the old ones, in which other shards go on.`;
}

function copyOf(shard: number, home: string): string {
  const own = ownFolder(shard, home);
  return `${COPY}. Where it is a volume that is not mounted, mount it. Else, where no other shard is in it:${commands(putBack(home))}
     Where others are in it, give the copy to shard ${shard} alone, in a folder of its own:${commands([
       `cp -a ${shellWord(home)} ${shellWord(own)}`,
       ...putBack(own),
       startOf(shard, own),
     ])}`;
}

function anewOf(shard: number, home: string): string {
  return `${ANEW}:${commands(writtenDown(shardSettings(shard, home)))}
     Where other shards have data in ${home}, leave it to them, and begin in a folder of its own:${commands([
       startOf(shard, ownFolder(shard, home)),
     ])}
     Else:${commands([`mv ${shellWord(home)} ${shellWord(`${home}.before`)}`])}`;
}

function ownFolder(shard: number, home: string): string {
  return `${home}.shard-${shard}`;
}

function putBack(home: string): string[] {
  const folder = `${home}/postgres`;
  return [`mv ${shellWord(folder)} ${shellWord(`${folder}.before`)}`, `cp -a YOUR_COPY ${shellWord(folder)}`];
}

function writtenDown(given: string): string[] {
  return [`${given} npm run -s journal > journal.ndjson`, 'npm run -s replay -- journal.ndjson > results.ndjson'];
}

function startOf(shard: number, home: string): string {
  return `${shardSettings(shard, home)} npm start`;
}

/** What a command needs to know to mean one shard of a product. */
export function shardSettings(shard: number, home: string): string {
  return `SHARD=${shard} FULCRUM_HOME=${shellWord(home)}`;
}

/** As they stand below a way out. */
export function commands(lines: readonly string[]): string {
  return lines.map((line) => `\n       ${line}`).join('');
}

/** A path as one word of a shell. */
export function shellWord(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
