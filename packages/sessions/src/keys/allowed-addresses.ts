import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';

interface Range {
  readonly address: string;
  readonly family: Family;
  /** Undefined for a single address. */
  readonly prefix: number | undefined;
}

/** An address as it arrives where IPv6 carries IPv4. */
const MAPPED = /^::ffff:(?=\d+\.)/i;

function familyOf(address: string): Family | undefined {
  const kind = isIP(address);
  if (kind === 0) return undefined;
  return kind === 4 ? 'ipv4' : 'ipv6';
}

/** Reads one address, or a range of them such as 192.0.2.0/24. @returns undefined for what is neither. */
function readRange(text: string): Range | undefined {
  const [, written = '', digits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const family = familyOf(written);
  if (family === undefined || MAPPED.test(written)) return undefined;
  const prefix = digits === undefined ? undefined : Number(digits);
  if (prefix !== undefined && prefix > (family === 'ipv4' ? 32 : 128)) return undefined;
  return { address: written, family, prefix };
}

export function isAddressRange(text: string): boolean {
  return readRange(text) !== undefined;
}

/** The addresses from which a key may be used. */
export class AllowedAddresses {
  /** Apart: a list of both would take `::/0` for a range of IPv4 as well. */
  readonly #lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  readonly #isAnyAllowed: boolean;

  /**
   * @param ranges single addresses and ranges; without any, all addresses are allowed.
   * @throws for what is neither.
   */
  constructor(ranges: readonly string[]) {
    this.#isAnyAllowed = ranges.length === 0;
    for (const text of ranges) {
      const range = readRange(text);
      if (range === undefined) throw new Error(`${text} is no address, and no range of addresses`);
      const { address, family, prefix } = range;
      if (prefix === undefined) this.#lists[family].addAddress(address, family);
      else this.#lists[family].addSubnet(address, prefix, family);
    }
  }

  /** @param address of whoever uses the key. What is none is allowed only where all are. */
  has(address: string): boolean {
    if (this.#isAnyAllowed) return true;
    const bare = address.replace(MAPPED, '');
    const family = familyOf(bare);
    return family !== undefined && this.#lists[family].check(bare, family);
  }
}
