import { type AuditFilter, CHAIN_START, type ChainPlace, chainHead, checkChain, readAudit } from '@fulcrum/desk';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import { type NamedDatabase, withDatabase } from '../log/with-database.ts';
import { auditLine } from './audit-line.ts';
import { placeIn, printPlace } from './place.ts';

/** As many as fit a screen, and some more. */
const MOST_LISTED = 200;

/** How often a long check says how far it is. */
const TELL_EVERY_MS = 1_000;

const USAGE = `Usage:
  npm run audit -- check [--expect NUMBER:HASH]   works the whole chain of the audit log out again, and ends with
                                                  status 1 where it is broken; --expect compares a row with what
                                                  "head" said of it earlier
  npm run audit -- head                           the number and the hash of the last row, to be kept elsewhere
  npm run audit -- list [--actor A] [--subject S] [--act A] [--after NUMBER]
                                                  the newest ${MOST_LISTED} rows, or those behind a number, the oldest first

It reads the database of DATABASE_URL, or that of the product which runs here.`;

async function check({ url }: NamedDatabase, expected: ChainPlace | undefined): Promise<void> {
  let told = performance.now();
  const onProgress = (checked: bigint) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    console.log(`Whole up to row ${checked} …`);
  };
  const { last, fault } = await checkChain(url, { expected, onProgress });
  if (fault !== undefined)
    throw new Error(`THE AUDIT LOG IS BROKEN at ${fault.number} (${fault.kind}): ${fault.message}`);
  console.log(`The chain is whole: ${last.number} rows, the last one ${printPlace(last)}`);
}

async function head({ db }: NamedDatabase): Promise<void> {
  console.log(printPlace((await chainHead(db)) ?? CHAIN_START));
}

async function list({ db }: NamedDatabase, filter: AuditFilter, after: bigint | undefined): Promise<void> {
  let listed = 0;
  let from = after;
  let before: bigint | undefined;
  do {
    const { rows, next } = await readAudit(db, { ...filter, before, after: from, limit: MOST_LISTED - listed });
    for (const row of rows) console.log(auditLine(row));
    listed += rows.length;
    if (from === undefined) before = next;
    else from = next;
    if (next !== undefined && listed === MOST_LISTED)
      return console.log(after === undefined ? 'There are older ones.' : `There are more: --after ${next}`);
    if (next === undefined) break;
  } while (listed < MOST_LISTED);
  if (listed === 0) console.log('There is none.');
}

const run = readCommandLine(USAGE, (args) => {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { expect: text, actor: text, subject: text, act: text, after: text },
  });
  const { expect, after, ...filter } = values;
  const [what, ...others] = positionals;
  const isListing = [after, ...Object.values(filter)].some((value) => value !== undefined);
  if (others.length > 0 || (isListing && what !== 'list') || (expect !== undefined && what !== 'check'))
    throw new UsageError('That is too much.');
  if (what === 'check') {
    const expected = expect === undefined ? undefined : placeIn(expect);
    return (named: NamedDatabase) => check(named, expected);
  }
  if (what === 'head') return head;
  if (what !== 'list') throw new UsageError('Say what to do.');
  if (after !== undefined && !/^\d{1,18}$/.test(after)) throw new UsageError('--after has to be a number of the log.');
  return (named: NamedDatabase) => list(named, filter, after === undefined ? undefined : BigInt(after));
});
try {
  await withDatabase(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
