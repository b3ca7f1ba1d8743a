import { readCommandLine, takesNoArguments } from '../command-line.ts';
import { localApiUrl, publicUrl } from '../log/api-address.ts';
import type { LogParts } from '../log/log-parts.ts';
import { withLog } from '../log/with-log.ts';
import { demonstrate } from './demonstrate.ts';
import { Api } from './product/api.ts';
import { outcome, whatToTry } from './report.ts';

const USAGE = `Usage:
  npm run demo   fills the product that runs here with made-up people: staff, clients with positions, money that waits,
                 identities to decide about, and acts that wait for a second person

Start the product first (npm start). It goes the ways that people go, so that the audit log tells of it. Run again, it
adds what is missing, and nothing twice. It is for a developer's machine, and refuses in production.`;

const PRODUCTION = 'This is set for production (NODE_ENV): nobody wants made-up people there. Nothing was added.';

async function run(parts: LogParts): Promise<void> {
  const url = publicUrl(process.env);
  console.log(`A demonstration, in the product at ${url}`);
  const began = performance.now();
  const say = (step: string) => console.log(`  ${step} …`);
  const tally = await demonstrate({ api: new Api(localApiUrl(process.env)), parts, say });
  console.log(`\n${outcome(tally)} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  console.log(whatToTry(url));
}

readCommandLine(USAGE, takesNoArguments);
try {
  if (process.env.NODE_ENV === 'production') throw new Error(PRODUCTION);
  await withLog(run);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
