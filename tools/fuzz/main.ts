import { parseArgs } from 'node:util';
import { fuzz, inWorld } from '../../tests/fuzz/fuzz.ts';
import { sendOne } from '../../tests/fuzz/network-phase.ts';
import { verdict } from '../../tests/fuzz/verdict.ts';

/** Sends a hundred thousand hostile inputs to the running product: `npm run fuzz -- --inputs 100000 --seed 1`. */

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    entries: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const number = values.only === undefined ? undefined : Number(values.only);
const sending = number === undefined ? sendEverything() : sendOnly(number);
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
  const [inputs, entries] = [Number(values.inputs), Number(values.entries)];
  const report = await fuzz({ seed, inputs, entries, limitMs: Number.POSITIVE_INFINITY, onProgress });
  const { network, longestTurnMs } = report;
  const seconds = Math.round((performance.now() - begin) / 1_000);
  console.log(`${network.sent} inputs (${JSON.stringify(network.bySort)}) and ${entries} entries in ${seconds} s`);
  console.log(`answers by status: ${JSON.stringify(Object.fromEntries(network.statuses))}`);
  console.log(`the longest turns of the event loops, in ms of processor time: ${JSON.stringify(longestTurnMs)}`);
  return verdict(report, seed);
}

async function sendOnly(only: number): Promise<string[]> {
  return inWorld(async (world) => (await sendOne(world, seed, only)).describe(seed));
}
