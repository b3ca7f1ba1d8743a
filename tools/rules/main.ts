import { NEWEST_RULES } from '@fulcrum/cfd';
import { readCommandLine, UsageError } from '../command-line.ts';
import type { LogParts } from '../log/log-parts.ts';
import { withLog } from '../log/with-log.ts';
import { rulesOfLog, setNewestRules } from './log-rules.ts';

const ANSWER_LIMIT_MS = 10_000;

const USAGE = `Usage:
  npm run rules -- show     which rules the log has, and which this version of Fulcrum knows
  npm run rules -- apply    switch the newest rules on, once every engine runs this version`;

async function show(parts: LogParts): Promise<void> {
  const { version } = await rulesOfLog(parts);
  console.log(`The log has rules version ${version}; this version of Fulcrum knows ${NEWEST_RULES}.`);
  if (version < NEWEST_RULES)
    console.log('When every engine runs this version, switch the new rules on with: npm run rules -- apply');
}

async function apply(parts: LogParts): Promise<void> {
  const { version } = await rulesOfLog(parts);
  if (version >= NEWEST_RULES) {
    console.log(`The log has rules version ${version} already. Nothing was changed.`);
    return;
  }
  const answer = await setNewestRules(parts, AbortSignal.timeout(ANSWER_LIMIT_MS));
  if (answer === undefined)
    console.log(
      'The switch stands in the log. No engine has answered yet: it holds for each as soon as it comes there.',
    );
  else if (answer.type === 'rules-set') console.log(`From now on rules version ${answer.version} holds.`);
  else throw new Error(`The engine refused: ${answer.type === 'rejected' ? answer.message : answer.type}`);
}

const run = readCommandLine(USAGE, (args) => {
  if (args.length === 1 && args[0] === 'show') return show;
  if (args.length === 1 && args[0] === 'apply') return apply;
  throw new UsageError('Say what to do.');
});
try {
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
