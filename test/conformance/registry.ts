/** The registry under test, with what several checks need of it: made once, when it is first asked for. */
import { randomUUID } from 'node:crypto';
import { ready as sodiumReady } from 'libsodium-wrappers';
import type { z } from 'zod';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type AnswerOf, type JsonEndpoint } from '../../src-shared/registry-api/endpoints.ts';
import { TestDesk } from '../registry/helpers/desk.ts';
import { NotApplicable } from './check.ts';
import { ask, bodyOf, Defect, type Answer, type Ask } from './http.ts';

export interface Options {
  readonly url: string;
  /** A site's user who may enrol desks; null: only what anybody may ask is checked. */
  readonly login: { readonly site: string; readonly user: string; readonly password: string } | null;
  /** A valid personal card's code to record uses with; null: uses are recorded with a code that nobody has. */
  readonly card: string | null;
  /** How long push may take, in milliseconds. */
  readonly patience: number;
}

export class Registry {
  readonly url: string;
  readonly options: Options;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(options: Options) {
    this.url = options.url;
    this.options = options;
  }

  /** The answer to a call of the table, whatever it is. */
  ask(name: keyof typeof ENDPOINTS, asked: Ask = {}, id: string = randomUUID()): Promise<Answer> {
    const endpoint: Endpoint = ENDPOINTS[name];
    return ask(this.url, pathOf(endpoint, id), { method: endpoint.method, ...asked });
  }

  /** The body of the answer to a call that must succeed. */
  async call<Name extends JsonEndpoint>(name: Name, asked: Ask = {}): Promise<AnswerOf<Name>> {
    const answer = await this.ask(name, asked);
    return bodyOf(name, answer, ENDPOINTS[name].answer as z.ZodType) as AnswerOf<Name>;
  }

  /** A user's token. */
  session(): Promise<string> {
    return this.#once('session', async () => (await this.call('login', { body: this.login() })).token);
  }

  login(): NonNullable<Options['login']> {
    if (this.options.login === null) throw new NotApplicable('needs --site and --password');
    return this.options.login;
  }

  /** A desk of the site, with a ledger to write. */
  desk(): Promise<TestDesk> {
    return this.#once('desk', () => this.newDesk());
  }

  async newDesk(): Promise<TestDesk> {
    await sodiumReady;
    const body = { requestId: randomUUID(), deskName: 'Conformance' };
    return new TestDesk(this.url, await this.call('enrol', { token: await this.session(), body }));
  }

  /** Every performance that the site sells now. */
  performances(): Promise<readonly Performance[]> {
    return this.#once('performances', async () => {
      const { token } = await this.desk();
      const found: Performance[] = [];
      let after = '';
      for (let pages = 0; pages < 1_000; pages++) {
        const query = after === '' ? {} : { after };
        const page = await this.call('performances', { token, query });
        for (const { performance } of page.changes) if (performance !== null) found.push(performance);
        if (!page.more) return found;
        after = page.cursor;
      }
      throw new Defect('performances: the feed does not end');
    });
  }

  /** One that fits; a check about such a one does not apply where the site sells none. */
  async performance(what: string, fits: (performance: Performance) => boolean): Promise<Performance> {
    const found = (await this.performances()).find(fits);
    if (found === undefined) throw new NotApplicable(`the site sells no performance ${what}`);
    return found;
  }

  #once<Value>(name: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#made.get(name) as Promise<Value> | undefined;
    if (known !== undefined) return known;
    const made = make();
    // What failed is tried again by the next check that needs it.
    made.catch(() => this.#made.delete(name));
    this.#made.set(name, made);
    return made;
  }
}

/** A path with every name in it filled in. */
export function pathOf({ path }: Pick<Endpoint, 'path'>, id: string): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => (name === 'hash' ? '0'.repeat(64) : id));
}
