import { type Database, lockUser, type Queryable } from '@fulcrum/db';
import { generateSecret, generateURI } from 'otplib';
import { isRecoveryCode, makeRecoveryCodes, recoveryHash, stepOf } from './codes.ts';
import type { SecretBox } from './secret-box.ts';

/** The name under which apps show the codes. */
const ISSUER = 'Fulcrum';

export interface FactorState {
  readonly isOn: boolean;
  readonly recoveryCodesLeft: number;
}

/** The second factors of users. Each code is taken once: several who name it at once wait for each other. */
export class SecondFactors {
  readonly #db: Database;
  readonly #box: SecretBox;
  readonly #onUnreadable: (userId: string, error: unknown) => void;

  /** @param onUnreadable is told of a secret that cannot be decrypted. Only recovery codes help its user then. */
  constructor(db: Database, box: SecretBox, onUnreadable: (userId: string, error: unknown) => void) {
    this.#db = db;
    this.#box = box;
    this.#onUnreadable = onUnreadable;
  }

  async state(userId: string): Promise<FactorState> {
    const where = { userId, isOn: true };
    const found = await this.#db.secondFactor.findFirst({
      where,
      select: { _count: { select: { recoveryCodes: true } } },
    });
    return { isOn: found !== null, recoveryCodesLeft: found?._count.recoveryCodes ?? 0 };
  }

  /** Makes a new secret, which is not asked for yet. @returns undefined when the factor is on. */
  async prepare(userId: string, email: string): Promise<{ secret: string; uri: string } | undefined> {
    const secret = generateSecret();
    const sealed = this.#box.seal(secret, userId);
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      const { count } = await tx.secondFactor.deleteMany({ where: { userId, isOn: false } });
      if (count === 0 && (await tx.secondFactor.count({ where: { userId } })) > 0) return undefined;
      await tx.secondFactor.create({ data: { userId, secret: sealed } });
      return { secret, uri: generateURI({ issuer: ISSUER, label: email, secret }) };
    });
  }

  /** @returns the recovery codes, which are known nowhere else; undefined for a wrong code, or when nothing is prepared. */
  async turnOn(userId: string, code: string): Promise<string[] | undefined> {
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      if (!(await this.#takeStep(tx, { userId, code, isOn: false }))) return undefined;
      await tx.secondFactor.update({ where: { userId }, data: { isOn: true } });
      return makeCodes(tx, userId);
    });
  }

  /** @returns the new recovery codes; the former ones are good no more. Undefined for a wrong code, or when it is off. */
  async renewRecoveryCodes(userId: string, code: string): Promise<string[] | undefined> {
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      if (!(await this.use(tx, userId, code))) return undefined;
      await tx.recoveryCode.deleteMany({ where: { userId } });
      return makeCodes(tx, userId);
    });
  }

  /** @returns false for a wrong code, or when it is off. */
  async turnOff(userId: string, code: string): Promise<boolean> {
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      if (!(await this.use(tx, userId, code))) return false;
      await tx.secondFactor.delete({ where: { userId } });
      return true;
    });
  }

  /** Whether a code would be taken now. It stays good. */
  async isGood(userId: string, code: string): Promise<boolean> {
    if (isRecoveryCode(code))
      return (await this.#db.recoveryCode.count({ where: { userId, hash: recoveryHash(code) } })) === 1;
    const factor = await this.#db.secondFactor.findFirst({ where: { userId, isOn: true } });
    const step = factor === null ? undefined : this.#stepOf(factor, code);
    return step !== undefined && factor !== null && step > factor.lastStep;
  }

  /** Takes a code of a factor that is on. @returns false for a wrong one, and for one that was taken before. */
  async use(tx: Queryable, userId: string, code: string): Promise<boolean> {
    if (!isRecoveryCode(code)) return this.#takeStep(tx, { userId, code, isOn: true });
    const { count } = await tx.recoveryCode.deleteMany({ where: { userId, hash: recoveryHash(code) } });
    return count === 1;
  }

  async #takeStep(tx: Queryable, named: { userId: string; code: string; isOn: boolean }): Promise<boolean> {
    const { userId, code, isOn } = named;
    const factor = await tx.secondFactor.findFirst({ where: { userId, isOn } });
    const step = factor === null ? undefined : this.#stepOf(factor, code);
    if (step === undefined) return false;
    const where = { userId, isOn, lastStep: { lt: step } };
    return (await tx.secondFactor.updateMany({ where, data: { lastStep: step } })).count === 1;
  }

  #stepOf({ userId, secret }: { userId: string; secret: string }, code: string): number | undefined {
    let opened: string;
    try {
      opened = this.#box.open(secret, userId);
    } catch (error) {
      this.#onUnreadable(userId, error);
      return undefined;
    }
    return stepOf(opened, code);
  }
}
async function makeCodes(tx: Queryable, userId: string): Promise<string[]> {
  const codes = makeRecoveryCodes();
  await tx.recoveryCode.createMany({ data: codes.map((each) => ({ userId, hash: recoveryHash(each) })) });
  return codes;
}
