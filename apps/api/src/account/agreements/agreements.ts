import type { Database } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import { DOCUMENTS, type Document } from './documents.ts';

/** The most users that are known to have agreed to all. Beyond it all are looked up again. */
const MAX_KNOWN = 100_000;

/** Who has agreed to what, and when. It is only ever added to: the first time counts. */
export class Agreements {
  readonly #db: Database;
  readonly #areRequired: boolean;
  readonly #documents: readonly Document[];
  /** Users who have agreed to the present versions. An agreement is never taken back. */
  readonly #known = new Set<string>();

  /** @param areRequired whether orders are opened only for who has agreed. */
  constructor(db: Database, areRequired: boolean, documents = DOCUMENTS) {
    this.#db = db;
    this.#areRequired = areRequired;
    this.#documents = documents;
  }

  async list(userId: string) {
    const rows = await this.#db.agreement.findMany({ where: { userId }, orderBy: { agreedAt: 'desc' } });
    const agreed = rows.map(({ document, version, agreedAt }) => ({ document, version, agreedAt: agreedAt.getTime() }));
    const whenAgreed = ({ document, version }: Document) =>
      agreed.find((row) => row.document === document && row.version === version)?.agreedAt ?? null;
    const documents = this.#documents.map((document) => ({ ...document, agreedAt: whenAgreed(document) }));
    return { areRequired: this.#areRequired, documents, agreed };
  }

  /**
   * @param address the network from which it is agreed to.
   * @throws Problem when that is not the version that is to be agreed to now.
   */
  async agree(userId: string, { document, version }: Pick<Document, 'document' | 'version'>, address: string) {
    const present = this.#documents.find((known) => known.document === document);
    if (present?.version !== version)
      throw new Problem(409, 'document_changed', 'There is another version of this text now: read it first.');
    await this.#db.agreement.createMany({ data: { userId, document, version, address }, skipDuplicates: true });
  }

  /** @throws Problem where agreeing is required and the user has not agreed to all. */
  async require(userId: string): Promise<void> {
    if (!this.#areRequired || this.#known.has(userId)) return;
    const { documents } = await this.list(userId);
    const missing = documents.filter(({ agreedAt }) => agreedAt === null);
    if (missing.length > 0) throw agreementRequired(missing);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(userId);
  }
}

function agreementRequired(missing: readonly Document[]): Problem {
  const names = missing.map(({ title, version }) => `“${title}” (version ${version})`).join(' and ');
  const where = 'the screen asks for it, and so does POST /api/v1/account/agreements';
  return new Problem(403, 'agreement_required', `Agree to ${names} first: ${where}.`);
}
