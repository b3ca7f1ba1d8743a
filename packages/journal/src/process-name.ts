import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process so that another one can tell whether it has ended. The name has the process's number and the moment
 * of its start, since numbers are given again. It tells nothing on other systems than Linux.
 */
export function ownName(): string {
  return `${space()} ${process.pid} ${startOf(process.pid)}`;
}

/** Whether a process is known to have ended. It never is for a process of another container, which cannot be seen. */
export function hasEnded(name: string): boolean {
  const [boot, numbers, pid, start] = name.split(' ');
  if (start === undefined || start === '' || `${boot} ${numbers}` !== space()) return false;
  return startOf(Number(pid)) !== start;
}

/** Within it a number means the same process: one container, from one start of the machine to the next. */
function space(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return 'unknown unknown';
  }
}

/** When a process was started, in the system's own count; empty when there is none. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    // A zombie has ended. Its parent has not noticed yet.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
