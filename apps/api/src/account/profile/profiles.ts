import { type Database, NOTICE_KINDS, Prisma } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import { type Preferences, preferencesSchema } from '@fulcrum/protocol';
import type { ProfileChange } from '../account-schemas.ts';

export type NoticeChoices = Record<(typeof NOTICE_KINDS)[number], boolean>;

/** What users say of themselves, and how they want things to be. */
export class Profiles {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(userId: string) {
    const { email, profile } = await this.#user(userId);
    const { name = null, country = null, language = null } = profile ?? {};
    return { email, name, country, language };
  }

  async change(userId: string, { name, country, language }: ProfileChange): Promise<void> {
    await this.#write(userId, {
      ...(name === undefined ? {} : { name }),
      ...(country === undefined ? {} : { country }),
      ...(language === undefined ? {} : { language }),
    });
  }

  /** Null where none are kept, or a later version has kept some that this one does not know. */
  async preferences(userId: string): Promise<Preferences | null> {
    const { profile } = await this.#user(userId);
    return preferencesSchema.safeParse(profile?.preferences).data ?? null;
  }

  /** Whoever writes last is right: the browsers of one user know nothing of each other. */
  async setPreferences(userId: string, preferences: Preferences): Promise<void> {
    await this.#write(userId, { preferences: preferences as Prisma.InputJsonObject });
  }

  async notices(userId: string): Promise<NoticeChoices> {
    const { profile } = await this.#user(userId);
    const muted = new Set(profile?.mutedNotices);
    return Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, !muted.has(kind)])) as NoticeChoices;
  }

  async setNotices(userId: string, choices: NoticeChoices): Promise<void> {
    await this.#write(userId, { mutedNotices: NOTICE_KINDS.filter((kind) => !choices[kind]) });
  }

  async #user(id: string) {
    const user = await this.#db.user.findUnique({ where: { id }, select: { email: true, profile: true } });
    if (user === null) throw unknownUser();
    return user;
  }

  async #write(userId: string, data: Omit<Prisma.ProfileUncheckedCreateInput, 'userId'>): Promise<void> {
    try {
      await this.#db.profile.upsert({ where: { userId }, create: { ...data, userId }, update: data });
    } catch (error) {
      const isWithoutUser = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
      throw isWithoutUser ? unknownUser() : error;
    }
  }
}

function unknownUser(): Problem {
  return new Problem(404, 'unknown_user', 'There is no such user any more.');
}
