/** One program of a round. */
export interface Stage {
  readonly title: string;
  /** The arguments for Node, in the project's folder. */
  readonly args: readonly string[];
  /** The command that repeats it. */
  readonly toRepeat: string;
}

/** Runs of the simulator in a round. Seeds follow each other, so that no two rounds share one. */
const RUNS = 500;

/** The first seed of soaking. Those of `npm test` are below, and need not be repeated. */
const FIRST_RUN = 1_000_000;

const INPUTS = 20_000;

/** The stages of a round. */
export function stages(seed: number): Stage[] {
  const first = FIRST_RUN + seed * RUNS;
  const simulator = `--seeds ${RUNS} --first ${first}`;
  return [
    simulation('as it comes', simulator),
    simulation('a replica takes over', `${simulator} --fail-over`),
    simulation('Redis loses its last writes', `${simulator} --may-lose`),
    stage('deliberate bugs', 'tests/simulator/mutations/mutations-main.ts', `--first ${first}`),
    program('chaos', 'chaos', 'tests/chaos/main.ts', `--minutes 2 --seed ${seed}`),
    program('chaos with fail-overs', 'chaos', 'tests/chaos/main.ts', `--minutes 2 --seed ${seed} --fail-over`),
    program('hostile input', 'fuzz', 'tools/fuzz/main.ts', `--inputs ${INPUTS} --seed ${seed}`),
  ];
}

function simulation(what: string, options: string): Stage {
  return program(`simulator, ${what}`, 'simulate', 'tests/simulator/main.ts', options);
}

function program(title: string, script: string, file: string, options: string): Stage {
  return { ...stage(title, file, options), toRepeat: `npm run ${script} -- ${options}` };
}

function stage(title: string, file: string, options: string): Stage {
  return { title, args: [file, ...options.split(' ')], toRepeat: `node ${file} ${options}` };
}
