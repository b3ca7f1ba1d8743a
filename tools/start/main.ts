import { OperatorError } from '@fulcrum/service';
import { toError } from '@fulcrum/streams';
import { answerHelp } from '../command-line.ts';
import { type Runtime, removeRuntime, writeRuntime } from '../log/runtime-file.ts';
import { banner } from './banner.ts';
import { choosePorts, USUAL_VENUE_PORT } from './ports.ts';
import { localSecret, makeHome, waitForLeftovers } from './preparation.ts';
import { Child } from './processes/child.ts';
import { LoudWords, lookAtAll } from './processes/loud-words.ts';
import { watchNpm } from './processes/npm-watch.ts';
import { planProcesses } from './processes/processes.ts';
import { stopInOrder } from './processes/stop-order.ts';
import { fullDiskAdvice } from './servers/disk.ts';
import { keepAlive, type Servers, startServers } from './servers/servers.ts';
import { USAGE } from './settings/arguments.ts';
import { isLocal, readSettings, type Settings } from './settings/settings.ts';
import { StartError } from './start-error.ts';

/** The limit of a stop: Ctrl-C has to end within ten seconds, whatever hangs. Guards end the servers that are left. */
const STOP_LIMIT_MS = 9_500;

const NOTE_INTERVAL_MS = 2_000;

/** How often the logs are searched for loud words. */
const LOOK_INTERVAL_MS = 1_000;

const stopping = new AbortController();
const children: Child[] = [];
let servers: Servers | undefined;
let home: string | undefined;

function tell(message: string): void {
  console.log(`• ${message}`);
}

async function start(settings: Settings): Promise<void> {
  await waitForLeftovers(settings.home, tell);
  const ports = await choosePorts(settings);
  if (isLocal(settings) && settings.venuePort === undefined && ports.exchange !== USUAL_VENUE_PORT)
    tell(`Port ${USUAL_VENUE_PORT} is taken: the venue is at ${ports.exchange}. EXCHANGE_PORT sets another one`);
  makeHome(settings.home);
  home = settings.home;
  tell('Starting Redis and PostgreSQL');
  const started = await startServers(settings, tell);
  servers = started;
  if (stopping.signal.aborted) return;
  const { redis, postgres } = started;
  void keepAlive(redis.server, 'Redis', home, stopping.signal, tell);
  void keepAlive(postgres, 'PostgreSQL', home, stopping.signal, tell);
  const jwtSecret = settings.jwtSecret ?? localSecret(settings.home);
  const own = { redis: redis.settings, databaseUrl: started.databaseUrl };
  const addresses = { ...own, exchangePort: ports.exchange, jwtSecret, startedAt: Date.now() };
  const plans = planProcesses(settings, addresses);
  tell(`Starting ${plans.map(({ name }) => name).join(', ')}`);
  children.push(...plans.map((plan) => new Child(plan, settings.home, tell)));
  const words = new Map(children.map(({ name, log }) => [name, new LoudWords(log)]));
  const [later = [], first = []] = [true, false].map((isLater) =>
    children.filter(({ isPrepared }) => isPrepared === isLater),
  );
  await Promise.all(first.map((child) => child.start()));
  noteRuntime(settings.home, { ...own, apiPort: settings.apiPort });
  await Promise.all([
    ...first.map((child) => child.ready()),
    ...later.map(async (child) => {
      await child.startPrepared();
      await child.ready();
    }),
  ]);
  if (stopping.signal.aborted) return;
  console.log(banner(settings, started, addresses.exchangePort, [...started.loud, ...lookAtAll(words)]));
  every(LOOK_INTERVAL_MS, `A log in ${settings.home} cannot be read`, () => lookAtAll(words).forEach(tell));
}

/** Keeps the note of the process ids up to date, since restarts change them, and limits the logs. */
function noteRuntime(folder: string, product: Pick<Runtime, 'redis' | 'databaseUrl' | 'apiPort'>): void {
  every(NOTE_INTERVAL_MS, `A file in ${folder} cannot be written`, () => {
    writeRuntime(folder, { pid: process.pid, ...product, children: children.flatMap(({ pid }) => pid ?? []) });
    for (const child of children) child.limitLog();
  });
}

/** Repeats work with the files of a folder until everything stops. */
function every(intervalMs: number, trouble: string, work: () => void): void {
  let lastFault = '';
  const turn = () => {
    try {
      work();
    } catch (error) {
      // A fault such as a full disk is no reason to stop trading. It is reported once.
      const fault = (error as Error).message;
      if (fault !== lastFault) tell(`${trouble}: ${fault}`);
      lastFault = fault;
    }
  };
  turn();
  const timer = setInterval(turn, intervalMs).unref();
  stopping.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** Stops the processes, and then the servers. */
async function stop(status: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_LIMIT_MS);
  if (children.length > 0 || servers !== undefined) tell('Stopping');
  await stopInOrder(children);
  await Promise.all([servers?.redis.server.stop(), servers?.postgres.stop()]);
  if (home !== undefined) removeRuntime(home);
  if (status === 0) tell('Stopped. The data stays where it is.');
  process.exit(status);
}

answerHelp(USAGE);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
watchNpm(() => void stop(0));

let settings: Settings | undefined;
try {
  settings = await readSettings(process.argv.slice(2), process.env);
  // The processes are told how they connect themselves, and not how the owner does.
  delete process.env.MIGRATION_DATABASE_URL;
  await start(settings);
} catch (thrown) {
  const error = toError(thrown);
  const isPlain = error instanceof StartError || error instanceof OperatorError;
  const advice = settings && fullDiskAdvice(settings.home, error, isPlain);
  console.error(`\nFulcrum cannot start. ${advice === undefined ? error.message : `${advice}\n(${error.message})`}`);
  await stop(1);
}
