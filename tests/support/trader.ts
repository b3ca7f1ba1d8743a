/** An answer of the API, as a client sees it. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever JSON came back.
  readonly body: any;
}

/** A signed-in user of the API. */
export class Trader {
  readonly userId: string;
  readonly email: string;
  readonly token: string;
  readonly #url: string;

  private constructor(url: string, email: string, token: string, userId: string) {
    this.#url = url;
    this.email = email;
    this.token = token;
    this.userId = userId;
  }

  static async signIn(url: string, email: string): Promise<Trader> {
    const signup = await call(url, 'POST', '/auth/signup', { email });
    const answer = await fetch(signup.body.devLink, { headers: { accept: 'application/json' } });
    const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
    return new Trader(url, email, token, user.id);
  }

  /** The same user, at another process of the API. */
  at(url: string): Trader {
    return new Trader(url, this.email, this.token, this.userId);
  }

  /** Another user, with a session of their own. */
  as(userId: string, token: string): Trader {
    return new Trader(this.#url, '', token, userId);
  }

  get(path: string): Promise<ApiAnswer> {
    return call(this.#url, 'GET', path, undefined, this.token);
  }

  post(path: string, body: unknown): Promise<ApiAnswer> {
    return call(this.#url, 'POST', path, body, this.token);
  }

  put(path: string, body: unknown): Promise<ApiAnswer> {
    return call(this.#url, 'PUT', path, body, this.token);
  }

  patch(path: string, body: unknown): Promise<ApiAnswer> {
    return call(this.#url, 'PATCH', path, body, this.token);
  }

  open(order: object = {}): Promise<ApiAnswer> {
    return this.post('/trade/create-order', {
      asset: 'BTC_USDC',
      side: 'buy',
      quantity: '0.01',
      leverage: 10,
      ...order,
    });
  }

  close(orderId: string): Promise<ApiAnswer> {
    return this.post('/trade/close-order', { orderId });
  }

  async balance(): Promise<string> {
    return (await this.get('/balance/me')).body.balance;
  }

  async openOrders(): Promise<ApiAnswer['body']> {
    return (await this.get('/trade/get-open-orders')).body.orders;
  }
}

/** Sends one request below /api/v1. A body that is text is sent as it is. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  signal: AbortSignal | null = null,
): Promise<ApiAnswer> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: text, redirect: 'manual', signal });
  const answer = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
}
