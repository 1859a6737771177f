/** The contract between screen and desk, end to end without a wire: router, client, envelope. */
import { describe, expect, test } from 'vitest';
import { createDeskClient } from '../../src-shared/desk-api/client.ts';
import { COMMANDS } from '../../src-shared/desk-api/commands.ts';
import { DESK_ERRORS, deskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { push, reply, request, type Carrier } from '../../src-shared/desk-api/envelope.ts';
import { createRouter, type Handlers } from '../../src-shared/desk-api/router.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { idOf } from '../rules/events.ts';

const STATE: DeskState = {
  language: 'fi',
  now: '2026-11-20T10:00:00.000Z',
  site: null,
  deskName: null,
  performances: [],
  pickedId: null,
  stage: 'redeem',
  cardSeen: true,
  shown: null,
  last: null,
  recent: [],
  basket: null,
  assistance: null,
  followUps: [],
  sync: {
    network: 'offline',
    cards: { state: 'empty', count: 0, freshAt: null },
    waiting: 0,
    setAside: 0,
    skewMilliseconds: null,
    trouble: null,
  },
  scanners: { devices: [], blind: [], settings: PRESET_SCANNERS, test: null, driver: 'away', refused: null },
  demo: null,
};

/** A desk of which each test says only what it asks for. */
function desk(handlers: Partial<Handlers>, bugs: unknown[] = []) {
  const nobody = new Proxy(handlers, {
    get: (given, name) => Reflect.get(given, name) ?? (() => fail('desk.nothing-picked')),
  });
  return createRouter(nobody as Handlers, (bug) => bugs.push(bug));
}

function clientOf(route: (message: unknown) => Promise<unknown>) {
  const listeners = new Set<(message: unknown) => void>();
  const carrier: Carrier = {
    call: (message) => route(structuredClone(message)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { client: createDeskClient(carrier), say: (message: unknown) => listeners.forEach((each) => each(message)) };
}

describe('the router', () => {
  test('answers a command by its handler, under the request’s id', async () => {
    const route = desk({ 'desk.state': () => ok(STATE) });
    expect(await route({ id: 7, command: 'desk.state', payload: null })).toEqual({ id: 7, ok: true, answer: STATE });
  });

  test('hands the payload on as it was checked', async () => {
    const given: unknown[] = [];
    const route = desk({
      'desk.scan': (payload) => {
        given.push(payload);
        return ok(null);
      },
    });
    const payload = { text: 'A045198723', source: 'wedge' };
    expect(await route({ id: 1, command: 'desk.scan', payload })).toMatchObject({ ok: true });
    expect(given).toMatchObject([payload]);
  });

  test.each<[string, unknown, number, string]>([
    ['no message', null, -1, 'contract.malformed'],
    ['a field too many', { id: 1, command: 'desk.state', payload: null, more: 1 }, -1, 'contract.malformed'],
    ['a negative id', { id: -1, command: 'desk.state', payload: null }, -1, 'contract.malformed'],
    ['an unknown command', { id: 3, command: 'desk.open-till', payload: null }, 3, 'contract.unknown-command'],
    ['a name of every object', { id: 3, command: 'toString', payload: null }, 3, 'contract.unknown-command'],
    ['a wrong payload', { id: 4, command: 'desk.pick', payload: { performanceId: 'x' } }, 4, 'contract.malformed'],
    ['a payload too many', { id: 5, command: 'desk.state', payload: {} }, 5, 'contract.malformed'],
  ])('refuses %s', async (_, message, id, code) => {
    expect(await desk({})(message)).toEqual({ id, ok: false, error: { code, parameters: {} } });
  });

  test('passes a handler’s error on, with what its sentence needs', async () => {
    const route = desk({ 'desk.dismiss': () => fail('desk.scan-replaced', { times: 2 }) });
    expect(await route({ id: 1, command: 'desk.dismiss', payload: { scanId: idOf(1) } })).toEqual({
      id: 1,
      ok: false,
      error: { code: 'desk.scan-replaced', parameters: { times: 2 } },
    });
  });

  test('turns a handler’s bug, and an answer that is not the contract, into an error and tells of it', async () => {
    const bugs: unknown[] = [];
    const bug = new Error('a bug');
    const throwing = desk({ 'desk.state': () => Promise.reject(bug) }, bugs);
    const wrong = desk({ 'desk.state': () => ok({ ...STATE, language: 'de' } as unknown as DeskState) }, bugs);
    for (const route of [throwing, wrong]) {
      expect(await route({ id: 2, command: 'desk.state', payload: null })).toEqual({
        id: 2,
        ok: false,
        error: { code: 'desk.failed', parameters: {} },
      });
    }
    expect(bugs).toEqual([bug, expect.any(Error)]);
  });
});

describe('the client', () => {
  test('calls and gets what was answered; every request has an id of its own', async () => {
    const ids: number[] = [];
    const route = desk({ 'desk.state': () => ok(STATE) });
    const { client } = clientOf((message) => {
      ids.push((message as { id: number }).id);
      return route(message);
    });
    expect(await client.call('desk.state', null)).toEqual(ok(STATE));
    expect(await client.call('desk.language', { language: 'sv' })).toEqual(fail('desk.nothing-picked'));
    expect(ids).toEqual([1, 2]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a carrier that fails', () => Promise.reject(new Error('gone'))],
    ['a reply that is none', () => Promise.resolve({ id: 1, ok: 'yes' })],
    ['an error that nobody knows', () => Promise.resolve({ id: 1, ok: false, error: { code: 'x', parameters: {} } })],
    ['an answer that is not the contract', () => Promise.resolve({ id: 1, ok: true, answer: { language: 'fi' } })],
  ])('makes an error of %s', async (_, route) => {
    expect(await clientOf(route).client.call('desk.state', null)).toEqual(fail('desk.failed'));
  });

  test('hands on each pushed state, and the loss of the connection; what is no state it leaves out', () => {
    const { client, say } = clientOf(() => Promise.resolve(null));
    const heard: (DeskState | null)[] = [];
    const stop = client.onState((state) => heard.push(state));
    say({ event: 'state', state: STATE });
    say({ event: 'state', state: { language: 'fi' } });
    say({ event: 'news' });
    say(null);
    stop();
    say({ event: 'state', state: STATE });
    expect(heard).toEqual([STATE, null]);
  });
});

describe('the envelope', () => {
  test('refuses what is no message', () => {
    expect(request.safeParse({ id: 0, command: 'x'.repeat(61), payload: null }).success).toBe(false);
    expect(reply.safeParse({ id: 1, ok: false, error: { code: 'desk.failed' } }).success).toBe(false);
    expect(push.safeParse({ event: 'state', state: STATE, more: 1 }).success).toBe(false);
  });

  test('knows every error, each once', () => {
    expect(new Set(DESK_ERRORS).size).toBe(DESK_ERRORS.length);
    expect(DESK_ERRORS.every((code) => deskErrorCode.safeParse(code).success)).toBe(true);
  });
});

describe('what the screen may ask', () => {
  test('CHILD-3: at most 99 children, none fewer than none', () => {
    const { payload } = COMMANDS['desk.children'];
    const accepted = [-1, 0, 99, 100, 1.5].filter(
      (children) => payload.safeParse({ scanId: idOf(1), children }).success,
    );
    expect(accepted).toEqual([0, 99]);
  });

  test('CAP-9: an acquisition is taken back with one of three reasons', () => {
    const { payload } = COMMANDS['desk.undo'];
    const whys = ['mistake', 'customer', 'cancelled', 'other'];
    expect(whys.filter((why) => payload.safeParse({ acquisitionId: idOf(1), why }).success)).toEqual(whys.slice(0, 3));
  });
});
