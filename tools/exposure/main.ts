import { readHedgeHoldings } from '@fulcrum/db';
import { readExposure } from '@fulcrum/exposure';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import type { LogParts } from '../log/log-parts.ts';
import { withLog } from '../log/with-log.ts';
import { linesOf, reportOf } from './exposure-report.ts';
import { presentPrices } from './present-prices.ts';

const USAGE = `Usage:
  npm run exposure               what clients have open of each instrument, and what the house has laid off of it
  npm run exposure -- --json     the same for programs

Where the hedge has never run, what it has is left out.`;

async function tell({ db, redis, keys }: LogParts, isJson: boolean): Promise<void> {
  const exposure = await readExposure({ db, keys: keys.ofEngine }, redis);
  if (exposure === undefined)
    throw new Error(
      'The log lost entries, and no snapshot of the engine is newer than that: ask again in ten seconds.',
    );
  const prices = await presentPrices({ db, redis, keys });
  const report = reportOf({ exposures: exposure.all(), prices, holdings: await readHedgeHoldings(db, keys.shard) });
  if (isJson) console.log(JSON.stringify(report));
  else if (report.instruments.length === 0) console.log('There is no instrument.');
  else for (const line of linesOf(report)) console.log(line);
}

const isJson = readCommandLine(USAGE, (args) => {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length > 0) throw new UsageError('That is too much.');
  return values.json === true;
});
try {
  await withLog((parts) => tell(parts, isJson));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
