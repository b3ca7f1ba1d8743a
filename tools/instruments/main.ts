import { createInterface } from 'node:readline/promises';
import { differences, instrumentsOfLog, isHalting } from '@fulcrum/desk';
import { readCommandLine, UsageError } from '../command-line.ts';
import type { LogParts } from '../log/log-parts.ts';
import { act, whyNotDone } from '../log/operator-acts.ts';
import { withLog } from '../log/with-log.ts';
import { readInstrumentFile } from './instrument-file.ts';

/** What the audit log is told. */
const REASON = 'npm run instruments -- apply';

const USAGE = `Usage:
  npm run instruments -- show                 what the log knows, as a file for apply
  npm run instruments -- apply FILE [--yes]   show what FILE changes, ask, and set it

Halting (close_only, closed) holds at once. Once anybody works at the desk, all else waits there for a second person's yes.`;

async function show(parts: LogParts): Promise<void> {
  console.log(JSON.stringify([...(await instrumentsOfLog(parts)).values()], undefined, 2));
}

async function apply(parts: LogParts, path: string, isAgreed: boolean): Promise<void> {
  const wanted = readInstrumentFile(path);
  const known = await instrumentsOfLog(parts);
  const changes = wanted.map((settings) => ({ settings, found: differences(known.get(settings.asset), settings) }));
  const changed = changes.filter(({ found }) => found.length > 0);
  if (changed.length === 0) return console.log('The log has all of it already. Nothing was changed.');
  for (const { settings, found } of changed) {
    console.log(known.has(settings.asset) ? settings.asset : `${settings.asset} (new)`);
    for (const { field, before, after } of found) console.log(`  ${field}: ${before} -> ${after}`);
  }
  if (!isAgreed && !(await agrees())) return console.log('Nothing was changed.');
  for (const { settings } of changed) {
    const { asset, mode } = settings;
    const action = isHalting(known.get(asset), settings)
      ? await act(parts, 'halt-instrument', { asset, mode }, REASON)
      : await act(parts, 'set-instrument', settings, REASON);
    console.log(`${asset}: ${whyNotDone(action) ?? 'set'}`);
    if (action.state === 'failed') process.exitCode = 1;
  }
}

async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('Nobody can be asked here: say --yes to change this.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Change this? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function readCommand(args: readonly string[]): (parts: LogParts) => Promise<void> {
  const isAgreed = args.includes('--yes');
  const [command, path, ...rest] = args.filter((arg) => arg !== '--yes');
  const isFlag = path?.startsWith('-') === true;
  if (command === 'show' && path === undefined && !isAgreed) return show;
  if (command === 'apply' && path !== undefined && !isFlag && rest.length === 0)
    return (parts) => apply(parts, path, isAgreed);
  throw new UsageError('Say what to do.');
}

const run = readCommandLine(USAGE, readCommand);
try {
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
