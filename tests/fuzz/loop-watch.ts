import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Is loaded into a process before its program (`node --import`). It measures how long the event loop is held up, and
 * writes the longest time of each second to a file.
 *
 * It measures the processor time of the main thread, and not the time of the clock. On a busy machine the clock also counts
 * the time in which the thread waits for a processor.
 *
 * A timer is due every few milliseconds, so it fires once in each longer turn of the loop. Between two of its calls the
 * thread uses at most one turn and one period of the timer. So whatever exceeds the limit by more than the period is one
 * turn. Hooks around every callback would be exact, but would slow the process down so much that the figures were wrong.
 */
const PERIOD_MS = 5;
const file = process.env.LOOP_WATCH_FILE;

if (file !== undefined && isMainThread) {
  let used = process.threadCpuUsage();
  let longestMs = 0;
  setInterval(() => {
    const now = process.threadCpuUsage();
    longestMs = Math.max(longestMs, (now.user + now.system - used.user - used.system) / 1_000);
    used = now;
  }, PERIOD_MS).unref();
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ pid: process.pid, at: Date.now(), longestMs })}\n`);
    longestMs = 0;
    // Writing the line is not the program's own work, so it does not count.
    used = process.threadCpuUsage();
  }, 1_000).unref();
}
