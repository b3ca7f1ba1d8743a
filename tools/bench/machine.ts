import { availableParallelism, cpus, totalmem } from 'node:os';

/** The machine on which the figures were measured. Without it they say little. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** The servers of the benches, for example "redis-server 7.0.15"; empty when none was needed. */
  readonly servers: readonly string[];
  readonly date: string;
}

const servers = new Set<string>();

/** Remembers a server that a bench has started, by devstack's description, without the address. */
export function noteServer(description: string): void {
  servers.add(description.replace(/ on 127\.0\.0\.1:\d+.*$/, ''));
}

/** Describes this machine and the servers that were noted until now. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    node: process.version,
    servers: [...servers].sort(),
    date: new Date().toISOString(),
  };
}

/** Describes the machine in one line. */
export function machineLine({ cpu, cores, memoryGiB, node, servers, date }: Machine): string {
  return [cpu, `${cores} cores`, `${memoryGiB} GiB`, `node ${node}`, ...servers, date].join(', ');
}
