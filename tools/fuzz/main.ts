import { fuzz, inWorld } from '../../tests/fuzz/fuzz.ts';
import { sendOne } from '../../tests/fuzz/network-phase.ts';
import { verdict } from '../../tests/fuzz/verdict.ts';
import { parseOptions, readCommandLine, UsageError, wholeNumber } from '../command-line.ts';

const USAGE = `Usage: npm run fuzz -- [--inputs 100000] [--entries 1000] [--seed N] [--only N]

Sends hostile inputs to the running product, and hostile entries to its log.

  --inputs N   how many inputs come over the network
  --entries N  how many entries stand in the log
  --seed N     what they are (drawn by lot, and printed)
  --only N     sends the one input of this number alone, to look at what a fault was`;

const { inputs, entries, seed, only } = readCommandLine(USAGE, (args) => {
  const option = { type: 'string' } as const;
  const options = { inputs: option, entries: option, seed: option, only: option };
  const { values } = parseOptions(args, { options });
  const inputs = wholeNumber('inputs', values.inputs ?? '100000');
  const entries = wholeNumber('entries', values.entries ?? '1000');
  if (inputs + entries === 0) throw new UsageError('Without inputs and entries nothing is sent.');
  if (values.only !== undefined && (values.seed === undefined || (values.inputs ?? values.entries) !== undefined))
    throw new UsageError('--only sends one input of a --seed, and nothing else.');
  return {
    inputs,
    entries,
    seed: wholeNumber('seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31))),
    only: values.only === undefined ? undefined : wholeNumber('only', values.only),
  };
});
const sending = only === undefined ? sendEverything() : sendOnly(only);
const wrong = await sending.catch((error: Error) => [error.message]);
for (const sentence of wrong) console.error(sentence);
console.log(wrong.length === 0 ? 'Everything holds.' : `${wrong.length} faults.`);
process.exit(wrong.length === 0 ? 0 : 1);

async function sendEverything(): Promise<string[]> {
  console.log(`seed ${seed}`);
  let told = 0;
  const onProgress = (sent: number) => {
    if (sent < told + 10_000) return;
    told = sent;
    console.log(`${sent} inputs`);
  };
  const begin = performance.now();
  const report = await fuzz({ seed, inputs, entries, limitMs: Number.POSITIVE_INFINITY, onProgress });
  const { network, longestTurnMs } = report;
  const seconds = Math.round((performance.now() - begin) / 1_000);
  console.log(`${network.sent} inputs (${JSON.stringify(network.bySort)}) and ${entries} entries in ${seconds} s`);
  console.log(`answers by status: ${JSON.stringify(Object.fromEntries(network.statuses))}`);
  console.log(`the longest turns of the event loops, in ms of processor time: ${JSON.stringify(longestTurnMs)}`);
  return verdict(report, seed);
}

async function sendOnly(number: number): Promise<string[]> {
  return inWorld(async (world) => (await sendOne(world, seed, number)).describe(seed));
}
