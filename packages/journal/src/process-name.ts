import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process so that another one can tell whether it has ended: by its number, where both see the same numbers,
 * and by the moment of its start, since numbers are given again. On other systems than Linux it tells nothing.
 */
export function ownName(): string {
  return `${space()} ${process.pid} ${startOf(process.pid)}`;
}

/** Whether a process is surely gone. One that is held still, or lives in another container, is not known to be. */
export function hasEnded(name: string): boolean {
  const [boot, numbers, pid, start] = name.split(' ');
  if (start === undefined || start === '' || `${boot} ${numbers}` !== space()) return false;
  return startOf(Number(pid)) !== start;
}

/** Where numbers of processes mean the same: one run of one machine, and there one container. */
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
    // One that has ended, and whose parent has not noticed, writes no more.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
