import { nameUuid } from '../../product/name-uuid.ts';
import type { Tally } from '../../product/tally.ts';
import { type DeskScene, doneActs, NOTES, waitingActs } from './acts.ts';
import { askOnce, type DeskAct } from './ask-once.ts';

/** Lets staff do their work. */
export async function workAtDesk(scene: DeskScene, tally: Tally): Promise<void> {
  for (const { client, by, text } of NOTES) {
    const [author, { userId, email }] = [scene.staff[by], scene.clients[client]];
    const noteId = nameUuid(userId, `note ${text}`);
    await tally.want(`note about ${email}`, () => author.post(`/desk/clients/${userId}/notes`, { noteId, text }));
  }
  await askAll(doneActs(scene), tally);
}

/** Lets them ask for what a second person decides. */
export function askForMore(scene: DeskScene, tally: Tally): Promise<void> {
  return askAll(waitingActs(scene), tally);
}

async function askAll(acts: readonly DeskAct[], tally: Tally): Promise<void> {
  for (const act of acts) await tally.want(`"${act.name}" at the desk`, () => askOnce(act));
}
