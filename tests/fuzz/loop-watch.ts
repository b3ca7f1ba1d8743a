import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into a process before its program (`node --import`), this measures how long its event loop is held up, and
 * writes the longest time of each second to a file.
 *
 * A stall is judged by the processor time that the process's main thread itself takes, not by the clock: on a machine
 * that others use as well the clock also counts the time in which the thread only waited for a processor. A timer that
 * is due every few milliseconds fires once in each turn of the loop that lasts longer than that, so between two of its
 * calls the thread can have used no more than one turn and a timer's period: whatever exceeds the limit by more than
 * the period is one turn. (Hooks around every callback would measure turns exactly, and slow the process down so much
 * that something else would be measured.)
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
    // To write this down is not the program's own work.
    used = process.threadCpuUsage();
  }, 1_000).unref();
}
