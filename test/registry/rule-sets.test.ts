/** Rule sets that an administrator adds and changes (CAP-10). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let administrator: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  // The demo has no national administrator.
  const give = `INSERT INTO site_roles (site_id, role) SELECT id, 'administrator' FROM sites WHERE login = 'verkosto'`;
  await rows(registry.database.url, give);
  administrator = await logIn(registry.url, 'verkosto');
});
afterAll(() => registry.close());

const put = (body: typeof PRESET_RULE_SET) => call(registry.url, 'putRuleSet', { token: administrator, body });
const refused = (body: typeof PRESET_RULE_SET) => refusal(registry.url, 'putRuleSet', { token: administrator, body });
const noted = () =>
  rows<{ subject: string; detail: unknown }>(
    registry.database.url,
    `SELECT subject_id AS subject, detail FROM changes WHERE action = 'putRuleSet' ORDER BY number`,
  );

test('CAP-10: a rule set from a coming day on is in force for its days, noted, and in the feed of desks', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { cursor } = await call(registry.url, 'ruleSets', { token: desk.token });
  const set = {
    ...PRESET_RULE_SET,
    firstDay: '2026-12-01',
    caps: { ...PRESET_RULE_SET.caps, general: { percent: 10 } },
  };
  const { items } = await put(set);
  expect(items.at(-1)).toEqual(set);
  const token = await logIn(registry.url, 'teatteri');
  expect(await call(registry.url, 'ruleSetList', { token })).toEqual({ items });
  expect((await call(registry.url, 'ruleSets', { token: desk.token, query: { after: cursor } })).changes).toEqual([
    set,
  ]);
  expect(await noted()).toEqual([{ subject: '2026-12-01', detail: set }]);

  const limits = {
    capacity: 200,
    cap: { limit: 10, counts: 'adults' as const },
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    exclusion: null,
  };
  const setOn = async (day: string) => {
    const { id } = await putPerformance(registry, { day, startsAt: null });
    return call(registry.url, 'limits', { token, id, body: limits });
  };
  expect(await setOn('2026-11-30')).toMatchObject({ set: true });
  expect(await setOn('2026-12-01')).toMatchObject({ set: false, breaches: [{ rule: 'CAP-1', lowest: 20 }] });
});

test('one that has not begun is changed; the same again changes and notes nothing', async () => {
  const set = { ...PRESET_RULE_SET, firstDay: '2027-01-01' };
  await put(set);
  const changed = { ...set, paperWithinDays: 30 };
  const { items } = await put(changed);
  expect(items.filter(({ firstDay }) => firstDay === set.firstDay)).toEqual([changed]);
  const before = await noted();
  await put(changed);
  expect(await noted()).toEqual(before);
});

test('one that begins today or began before is refused, in Finnish time, and so is one under which no code is a card’s', async () => {
  expect(await refused({ ...PRESET_RULE_SET, firstDay: '2026-10-09' })).toBe('rule-set.begun');
  expect(await refused({ ...PRESET_RULE_SET, staleAfterHours: 1 })).toBe('rule-set.begun');
  const code = { minimumLength: 4, maximumLength: 8, minimumDigits: 9 };
  expect(await refused({ ...PRESET_RULE_SET, firstDay: '2027-02-01', code })).toBe('request.malformed');
  clock.set('2026-10-09T20:59:59.000Z');
  administrator = await logIn(registry.url, 'verkosto');
  await put({ ...PRESET_RULE_SET, firstDay: '2026-10-10' });
  clock.set('2026-10-09T21:00:00.000Z');
  administrator = await logIn(registry.url, 'verkosto');
  expect(await refused({ ...PRESET_RULE_SET, firstDay: '2026-10-10', paperWithinDays: 1 })).toBe('rule-set.begun');
});
