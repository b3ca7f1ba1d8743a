import { shellWord } from '@fulcrum/db';

/** The messages of a Redis that cannot read its own files, and so does not start. */
const DAMAGE =
  /reading the append only file|Unrecoverable error|RDB (?:checksum|reading|preamble)|AOF manifest|AOF .*doesn't exist/i;

/**
 * Says what to do when Redis cannot read its data. Nothing is repaired without being asked, because each way out loses
 * something, and begins with a copy.
 *
 * @param lastWords the last lines of its log.
 * @returns undefined when they do not speak of damage.
 */
export function damagedAofAdvice(directory: string, lastWords: string): string | undefined {
  const words = lastWords.split('\n').findLast((line) => DAMAGE.test(line));
  if (words === undefined) return undefined;
  const [folder, copy] = [shellWord(directory), shellWord(`${directory}.damaged`)];
  return `Redis cannot read its data in ${directory}, of which a file is damaged: ${words.replace(/^.*? [#*] /, '')}
Nothing was changed. Find out what the disk did, and choose a way out:
  1. Put back a copy of that folder, if you have one. What was done since it was made is lost.
  2. Cut the file off at the damage. What was appended behind it is lost:
       cp -a ${folder} ${copy}
       (cd ${folder} && redis-check-aof --fix appendonlydir/appendonly.aof.manifest)
  3. Begin with an empty Redis, where 2 is of no help. What was done after the last snapshot, some seconds, is lost:
       mv ${folder} ${copy}
Then start again. The banner says what is missing, and npm run journal has what the recorder had read before.`;
}
