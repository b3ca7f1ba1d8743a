/** One program of a round. */
export interface Stage {
  readonly title: string;
  /** The arguments for Node, in the project's folder. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The command that repeats it. */
  readonly toRepeat: string;
}

const VITEST = 'node_modules/vitest/vitest.mjs';

/** Runs of the simulator in a round. Seeds follow each other, so that no two rounds share one. */
const RUNS = 500;

/** The first seed of soaking. Those of `npm test` are below, and need not be repeated. */
const FIRST_RUN = 1_000_000;

const INPUTS = 20_000;

/** Random journals that the core and the naive model have to answer alike. */
const JOURNALS = 2_000;

/** The stages of a round. */
export function stages(seed: number): Stage[] {
  const first = FIRST_RUN + seed * RUNS;
  const simulator = `--seeds ${RUNS} --first ${first}`;
  return [
    simulation('as it comes', simulator),
    simulation('a replica takes over', `${simulator} --fail-over`),
    simulation('Redis loses its last writes', `${simulator} --may-lose`),
    stage('deliberate bugs', 'tests/simulator/mutations/mutations-main.ts', `--first ${first}`),
    tests('agreement with the naive model', 'unit', 'packages/cfd/test/agreement.test.ts', {
      AGREEMENT_RUNS: String(JOURNALS),
    }),
    program('chaos', 'chaos', 'tests/chaos/main.ts', `--minutes 2 --seed ${seed}`),
    program('chaos with fail-overs', 'chaos', 'tests/chaos/main.ts', `--minutes 2 --seed ${seed} --fail-over`),
    program('hostile input', 'fuzz', 'tools/fuzz/main.ts', `--inputs ${INPUTS} --seed ${seed}`),
    tests('migrations, interrupted behind each statement', 'integration', 'tools/migrate/half-done-migrations', {
      EVERY_STATEMENT: '1',
    }),
  ];
}

function simulation(what: string, options: string): Stage {
  return program(`simulator, ${what}`, 'simulate', 'tests/simulator/main.ts', options);
}

function program(title: string, script: string, file: string, options: string): Stage {
  return { ...stage(title, file, options), toRepeat: `npm run ${script} -- ${options}` };
}

/** Tests of which `npm test` has a short form. */
function tests(title: string, project: string, file: string, env: Record<string, string>): Stage {
  const options = `run --project ${project} ${file}`;
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const repeated = `${settings.join(' ')} npx vitest ${options}`;
  return { ...stage(title, VITEST, options), env, toRepeat: repeated };
}

function stage(title: string, file: string, options: string): Stage {
  return { title, args: [file, ...options.split(' ')], toRepeat: `node ${file} ${options}` };
}
