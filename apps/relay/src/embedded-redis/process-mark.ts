import { readFileSync } from 'node:fs';

/** Whether the process of that number runs, and began then, where that is known. */
export function isSameProcess(pid: number, began: string | undefined): boolean {
  // After a reboot the number may be another process's.
  return isAlive(pid) && (began === undefined || began === beginOf(pid));
}

/**
 * The start time of a process on Linux, which tells it from a later one with the same number;
 * `ended` until it is reaped.
 */
export function beginOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
