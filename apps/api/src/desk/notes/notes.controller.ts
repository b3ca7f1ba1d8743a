import type { Database } from '@fulcrum/db';
import { type Actor, appendAudit, refuseErased } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import type { Reply } from '../../http/route.ts';
import { asProblems } from '../actions/as-problems.ts';
import type { KnownClients } from '../clients/known-client.ts';

/** Writes what staff note about clients. */
export class NotesController {
  readonly #db: Database;
  readonly #clients: KnownClients;

  constructor(db: Database, clients: KnownClients) {
    this.#db = db;
    this.#clients = clients;
  }

  async add(actor: Actor, userId: string, noteId: string, text: string): Promise<Reply> {
    if (userId === actor.id) throw new Problem(403, 'own_account', 'Nobody notes something about themselves.');
    await this.#clients.require(userId);
    const note = { id: noteId, userId, author: actor.id, text };
    const isNew = await asProblems(() =>
      this.#db.$transaction(async (tx) => {
        await refuseErased(tx, userId);
        const { count } = await tx.clientNote.createMany({ data: [note], skipDuplicates: true });
        // The text speaks of a person, and is erased with them. The audit log is kept.
        if (count === 1) await appendAudit(tx, actor, { act: 'note', subject: userId, content: { after: { noteId } } });
        return count === 1;
      }),
    );
    if (isNew) return { status: 201, body: { noteId } };
    const known = await this.#db.clientNote.findUnique({ where: { id: noteId } });
    if (known?.userId === userId && known.author === actor.id && known.text === text)
      return { status: 200, body: { noteId } };
    throw new Problem(409, 'duplicate_note', 'This noteId was used before, for something else.');
  }
}
