import { type ApiAnswer, call } from '../trader.ts';

type Body = ApiAnswer['body'];

const STATES = ['submitted', 'in_review', 'approved', 'refused'] as const;

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

const ofDemo = (people: readonly Body[]) => people.filter(({ email }) => email.endsWith('@demo.example'));

/** The desk of a product that the demonstration has filled, as its admin sees it. */
export class DemoDesk {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Signs in as the demonstration says that one may. */
  static async open(url: string, said: string): Promise<DemoDesk> {
    const [, password] = /with the password (\S+)/.exec(said) ?? [];
    const { body } = await call(url, 'POST', '/auth/signin', { email: 'admin@demo.example', password });
    return new DemoDesk(url, body.token);
  }

  /** What each list has that the demonstration promises. */
  async lists() {
    const [{ staff }, { withdrawals }, { actions }, { instruments }, clients] = await Promise.all([
      this.#get('/staff'),
      this.#get('/withdrawals'),
      this.#get('/actions?state=waiting'),
      this.#get('/risk/exposure'),
      this.#clients(),
    ]);
    const orders = await this.#orders(clients);
    const identities = STATES.map(async (state) => [
      state,
      (await this.#get(`/identity?state=${state}`)).identities.length,
    ]);
    return {
      staff: ofDemo(staff)
        .map(({ role }) => role)
        .toSorted(),
      identities: Object.fromEntries(await Promise.all(identities)),
      withdrawals: withdrawals.map(({ amount }: Body) => amount).toSorted(),
      waiting: actions.map(({ kind }: Body) => kind).toSorted(),
      restricted: clients.filter(({ rights }: Body) => rights === 'close_only').map(({ email }: Body) => email),
      assets: instruments.map(({ asset }: Body) => asset).toSorted(),
      sides: {
        long: instruments.every(({ long }: Body) => long.positions > 0),
        short: instruments.every(({ short }: Body) => short.positions > 0),
      },
      has: { closedTrades: orders.closed.size >= 5, waitingOrders: orders.waiting.size > 0 },
    };
  }

  /** How much of everything there is. Prices go on, and may end positions, but no order goes away. */
  async counts() {
    const clients = await this.#clients();
    const orders = await this.#orders(clients);
    const records = await Promise.all(clients.map(({ userId }) => this.#get(`/clients/${userId}`)));
    return {
      clients: clients.length,
      orders: orders.open.size + orders.waiting.size + orders.closed.size,
      notes: sum(records.map(({ counts }) => counts.notes)),
      transfers: sum(records.map(({ counts }) => counts.transfers)),
      actions: (await this.#get('/actions?limit=100')).actions.length,
      /** Actions whose end is not on record yet. */
      underWay: (await this.#get('/actions?state=approved')).actions.length,
      audit: (await this.#get('/audit/head')).number,
    };
  }

  /** The ids of all their orders. */
  async #orders(clients: readonly Body[]) {
    const idsOf = (orders: readonly Body[]): string[] => orders.map(({ orderId }) => orderId);
    const [open, waiting, closed]: string[][] = [[], [], []];
    for (const { userId } of clients) {
      const present = await this.#get(`/clients/${userId}/orders`);
      open?.push(...idsOf(present.orders));
      waiting?.push(...idsOf(present.pendingOrders));
      closed?.push(...idsOf((await this.#get(`/clients/${userId}/trades?limit=100`)).orders));
    }
    return { open: new Set(open), waiting: new Set(waiting), closed: new Set(closed) };
  }

  /** Those of the demonstration, without its staff. */
  async #clients(): Promise<Body[]> {
    const { clients } = await this.#get('/clients?limit=100');
    return ofDemo(clients).filter(({ role }) => role === null);
  }

  async #get(path: string): Promise<Body> {
    const { status, body } = await call(this.#url, 'GET', `/desk${path}`, undefined, this.#token);
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }
}
