/**
 * What can be done when PostgreSQL does not have what it had, and the log cannot make up for it.
 *
 * @param home the folder of a product that keeps its servers' data there; undefined where others keep them.
 * @param others further ways out, without their numbers.
 */
export function databaseWaysOut(home: string | undefined, others: readonly string[] = []): string {
  const ways = [
    home === undefined ? copyOfOthers : copyOf(home),
    ...others,
    home === undefined ? anewOfOthers : anewOf(home),
  ];
  return `Choose a way out:\n${ways.map((way, index) => `  ${index + 1}. ${way}`).join('\n')}`;
}

const COPY =
  "Put back PostgreSQL's own data, or a copy. Of accounts and orders nothing is lost where its snapshot is not older than the log's first entry";
const ANEW =
  'Write down what everybody had, keep all that is left, and begin anew. Users, accounts and orders are then in the files alone';
const COMMANDS = ['npm run -s journal > journal.ndjson', 'npm run -s replay -- journal.ndjson > results.ndjson'];

const copyOfOthers = `${COPY}: look whether its volume is mounted, and whether DATABASE_URL names the right database.`;
const anewOfOthers = `${ANEW}:${commands(COMMANDS)}
     Then give PostgreSQL, Redis and the journal new volumes, and keep the old ones.`;

function copyOf(home: string): string {
  const folder = `${home}/postgres`;
  const putBack = [`mv ${shellWord(folder)} ${shellWord(`${folder}.before`)}`, `cp -a YOUR_COPY ${shellWord(folder)}`];
  return `${COPY}. Where it is a volume that is not mounted, mount it. Else:${commands(putBack)}`;
}

function anewOf(home: string): string {
  const [journal = '', replay = ''] = COMMANDS;
  const setAside = `mv ${shellWord(home)} ${shellWord(`${home}.before`)}`;
  return `${ANEW}:${commands([`FULCRUM_HOME=${shellWord(home)} ${journal}`, replay, setAside])}`;
}

/** As they stand below a way out. */
export function commands(lines: readonly string[]): string {
  return lines.map((line) => `\n       ${line}`).join('');
}

/** A path as one word of a shell. */
export function shellWord(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
