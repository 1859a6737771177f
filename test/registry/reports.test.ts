/** Sales reports of agents that do not use the registry: matched, recorded once, settled (USE-4, CAP-11). */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { PRESET_MAPPING, readReport } from '../../src-registry/services/paper/report-rows.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { ledgerOf, leftOf } from './helpers/paper.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
let agent: string;
const THEATRE = demoSite('teatteri').id;
const AGENT = demoSite('lipputoimisto').id;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  token = await logIn(registry.url, 'teatteri');
  agent = await logIn(registry.url, 'lipputoimisto');
  await agree('organiser');
});
afterAll(() => registry.close());

function agree(checkedBy: BodyOf<'setAgreement'>['checkedBy']) {
  return call(registry.url, 'setAgreement', { token, id: THEATRE, body: { agentId: AGENT, checkedBy } });
}

function request(file: string | Buffer, changes: Partial<BodyOf<'importReport'>> = {}) {
  const body = {
    reportId: randomUUID(),
    agentId: AGENT,
    dryRun: false,
    file: Buffer.from(file).toString('base64'),
    choices: [],
    completeUntil: null,
    insteadOfAgreed: false,
    again: false,
    ...changes,
  };
  return { token, id: THEATRE, body };
}

const importOf = (...parts: Parameters<typeof request>) => call(registry.url, 'importReport', request(...parts));
const titled = (name: string, day = '2026-10-01') =>
  putPerformance(registry, { title: { fi: name, sv: `${name} sv`, en: name }, day, startsAt: `${day}T16:00:00.000Z` });

test('every row is answered: facts are recorded, also of a card that nobody knows; what is none says which column', async () => {
  const performance = await titled('Kevät');
  const file = [
    'Korttinumero;Lapset;Tapahtuma;Pvm',
    'A045198723;1;"KEVÄT!";1.10.2026',
    'a999 999999;;kevät sv;2026-10-01',
    'ABC;0;Kevät;1.10.2026',
    'A100000001;monta;Kevät;1.10.2026',
    'A100000001;0;;1.10.2026',
    'A100000001;0;Kevät;31.9.0000',
    'A100000001;0;Syksy;1.10.2026',
    'A100000001;0;Kevät;2.10.2026',
  ].join('\r\n');
  const answer = await importOf(file);
  expect(answer.recorded).toBe(2);
  expect(answer.lines.map(({ line, result, problem, column }) => [line, result, problem, column])).toEqual([
    [2, 'recorded', null, null],
    [3, 'recorded-with-conflict', null, null],
    [4, 'refused', 'row.code-malformed', 'code'],
    [5, 'refused', 'row.children-malformed', 'children'],
    [6, 'refused', 'row.title-missing', 'title'],
    [7, 'refused', 'row.date-malformed', 'date'],
    [8, 'refused', 'row.no-such-performance', 'title'],
    [9, 'refused', 'row.no-such-performance', 'title'],
  ]);
  expect(answer.lines[1]!.conflicts).toEqual(['card-unknown']);
  expect(answer.lines[6]!.candidates.map(({ performanceId }) => performanceId)).toEqual([performance.id]);
});

test('the same report twice doubles nothing; equal rows within it are told apart; a dry run records nothing', async () => {
  await titled('Kaksi', '2026-10-02');
  const row = 'AM99000123;0;Kaksi;2.10.2026';
  const file = `kortti;lapset;nimi;päivä\n${row}\n${row}\n`;
  const reportId = randomUUID();
  const dry = await importOf(file, { reportId, dryRun: true });
  expect(dry).toMatchObject({ recorded: 0, lines: [{ result: 'good' }, { result: 'good' }] });
  const first = await importOf(file, { reportId });
  expect(first.recorded).toBe(2);
  expect(first.lines.map(({ acquisitionId }) => acquisitionId)).toEqual(
    dry.lines.map(({ acquisitionId }) => acquisitionId),
  );
  const before = await ledgerOf(registry.database.url, AGENT);
  const again = await importOf(`${file}A045198723;0;Kaksi;2.10.2026\n`, { reportId });
  expect(again.lines.map(({ result }) => result)).toEqual(['already-recorded', 'already-recorded', 'recorded']);
  expect((await ledgerOf(registry.database.url, AGENT)).length).toBe(before.length + 1);
  expect((await importOf(file, { reportId, dryRun: true })).lines[0]!.result).toBe('already-recorded');
});

test('where two performances share a day, staff choose; a choice of another day is none', async () => {
  const [early, late] = [await titled('Tupla', '2026-10-03'), await titled('Tupla', '2026-10-03')];
  const other = await titled('Tupla', '2026-10-04');
  const file = 'code,children,event,date\nA045198723,0,Tupla,2026-10-03\n';
  const reportId = randomUUID();
  const asked = await importOf(file, { reportId });
  expect(asked.lines).toMatchObject([{ result: 'choose', acquisitionId: null }]);
  const candidates = asked.lines[0]!.candidates.map(({ performanceId }) => performanceId);
  expect(candidates.toSorted()).toEqual([early.id, late.id].toSorted());
  const choose = (performanceId: string) => importOf(file, { reportId, choices: [{ line: 2, performanceId }] });
  expect((await choose(other.id)).lines[0]).toMatchObject({ result: 'refused', problem: 'row.choice-unknown' });
  expect((await choose(late.id)).lines[0]).toMatchObject({ result: 'recorded', performanceId: late.id });
});

test('CAP-11: what was sold comes out of the share, and what was not goes back to the pool once the report is complete', async () => {
  const performance = await titled('Jaettu', '2026-10-05');
  const waiting = await titled('Odottava', '2026-10-05');
  await titled('Odottava', '2026-10-05');
  for (const { id } of [performance, waiting]) {
    await registry.services.database.transaction(async (tx) => {
      await tx.query('UPDATE performances SET cap = $2 WHERE id = $1', [id, capOf(10)]);
      return { ok: true, value: null };
    });
    const body = { requestId: randomUUID(), agentId: AGENT, places: 6 };
    await call(registry.url, 'grantShare', { token, id, body });
  }
  const file = ['kortti;nimi;pvm', 'A045198723;Jaettu;5.10.2026', 'A100000001;Jaettu;5.10.2026'].join('\n');
  const reportId = randomUUID();
  const first = await importOf(file, { reportId });
  expect(first.lines.map(({ conflicts }) => conflicts)).toEqual([[], []]);
  expect(first.settled).toEqual([]);
  expect(await leftOf(registry, performance.id, 10)).toBe(4);
  const more = `${file}\nA045198723;Odottava;5.10.2026`;
  const settled = await importOf(more, { reportId, completeUntil: '2026-10-05' });
  expect(settled.settled).toEqual([performance.id]);
  expect(await leftOf(registry, performance.id, 10)).toBe(8);
  expect(await leftOf(registry, waiting.id, 10)).toBe(4);
  expect((await importOf(more, { reportId, completeUntil: '2026-10-05' })).settled).toEqual([]);
  const { shares } = await call(registry.url, 'shares', { token, id: performance.id });
  expect(shares).toEqual([{ agentId: AGENT, granted: 6, sold: 2, returned: 4 }]);
  // One more that nobody had told of: beyond the share that is settled.
  const late = await importOf(`${file}\nA100000003;Jaettu;5.10.2026`, { reportId });
  expect(late.lines[2]!.conflicts).toContain('beyond-lease');
  expect(await leftOf(registry, performance.id, 10)).toBe(7);
});

test('CAP-11: a line whose event was not found, and one that cannot be read, keep shares from being settled', async () => {
  const performance = await titled('Nimetön', '2026-10-06');
  await rows(registry.database.url, 'UPDATE performances SET cap = $2 WHERE id = $1', [performance.id, capOf(10)]);
  const share = { requestId: randomUUID(), agentId: AGENT, places: 6 };
  await call(registry.url, 'grantShare', { token, id: performance.id, body: share });
  const reportId = randomUUID();
  const complete = { reportId, completeUntil: '2026-10-06' };
  const header = 'kortti;nimi;pvm';
  const misnamed = await importOf(`${header}\nA045198723;Nimeton (suuri);6.10.2026`, complete);
  expect(misnamed).toMatchObject({ lines: [{ problem: 'row.no-such-performance' }] });
  expect(misnamed.settled).not.toContain(performance.id);
  const misdated = await importOf(`${header}\nA045198723;Nimetön;6.11.2026`, complete);
  expect(misdated).toMatchObject({ lines: [{ problem: 'row.no-such-performance', candidates: [] }], settled: [] });
  const unread = await importOf(`${header}\nyhteensä 1;Nimetön;6.10.2026`, complete);
  expect(unread).toMatchObject({ lines: [{ problem: 'row.code-malformed' }], settled: [] });
  expect(await leftOf(registry, performance.id, 10)).toBe(4);
  const good = await importOf(`${header}\nA045198723;Nimetön;6.10.2026`, complete);
  expect(good).toMatchObject({ recorded: 1, lines: [{ conflicts: [] }], settled: [performance.id] });
});

test('USE-4: the organiser of a report’s events mends what came out of it; another organiser does not', async () => {
  await titled('Korjattava', '2026-10-08');
  const { lines } = await importOf('kortti;lapset;nimi;pvm\nA045198723;2;Korjattava;8.10.2026');
  const id = lines[0]!.acquisitionId!;
  const other = await logIn(registry.url, 'opisto');
  const takeBack = { id, body: { why: 'mistake' as const } };
  expect(await refusal(registry.url, 'voidPaper', { ...takeBack, token: other })).toBe('auth.forbidden');
  const corrected = await call(registry.url, 'correctPaper', { token, id, body: { children: 1 } });
  expect(corrected).toMatchObject({ children: 1 });
  expect(await call(registry.url, 'voidPaper', { ...takeBack, token })).toMatchObject({ state: 'voided' });
});

test('USE-4: who was agreed on imports; somebody else only deliberately; an agreement that was stays recorded', async () => {
  const file = 'kortti;nimi;pvm\n';
  const theirs = { ...request(file), token: agent };
  expect(await refusal(registry.url, 'importReport', theirs)).toBe('report.agreed-otherwise');
  const deliberately = { ...theirs, body: { ...theirs.body, insteadOfAgreed: true } };
  expect((await call(registry.url, 'importReport', deliberately)).lines).toEqual([]);
  clock.set('2026-10-09T09:01:00.000Z');
  const { items } = await agree('agent');
  expect(items).toMatchObject([{ agentId: AGENT, checkedBy: 'agent' }]);
  expect(
    (await call(registry.url, 'importReport', { ...theirs, body: { ...theirs.body, reportId: randomUUID() } })).lines,
  ).toEqual([]);
  expect(await refusal(registry.url, 'importReport', request(file))).toBe('report.agreed-otherwise');
  clock.set('2026-10-09T09:02:00.000Z');
  await agree('coordinator');
  await agree('coordinator');
  const coordinator = await logIn(registry.url, 'verkosto');
  await call(registry.url, 'importReport', { ...request(file), token: coordinator });
  clock.set('2026-10-09T09:03:00.000Z');
  await agree('organiser');
  const kept = await rows<{ by: string; over: boolean }>(
    registry.database.url,
    'SELECT checked_by AS by, until IS NOT NULL AS over FROM agreements WHERE organiser_id = $1 ORDER BY since',
    [THEATRE],
  );
  expect(kept.map(({ by, over }) => [by, over])).toEqual([
    ['organiser', true],
    ['agent', true],
    ['coordinator', true],
    ['organiser', false],
  ]);
  const swimming = demoSite('uimahalli').id;
  const none = { agentId: swimming, checkedBy: 'agent' as const };
  expect(await refusal(registry.url, 'setAgreement', { token, id: THEATRE, body: none })).toBe('agent.unknown');
  expect(await refusal(registry.url, 'importReport', request(file, { agentId: swimming }))).toBe('agent.unknown');
});

test('equal rows of two performances a day, chosen one by one in any order, end as one import of all of them', async () => {
  let each = 0;
  const lines = [2, 3, 4, 5];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(lines, { minLength: 4 }),
      fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
      async (order, picks, sizes) => {
        each += 1;
        const name = `Ehto ${each}`;
        const performances = [await titled(name, '2026-10-07'), await titled(name, '2026-10-07')];
        const file = `kortti;lapset;nimi;pvm\n${`A045198723;0;${name};7.10.2026\n`.repeat(4)}`;
        const chosen = (some: readonly number[]) =>
          some.map((line) => ({ line, performanceId: performances[picks[line - 2]!]!.id }));
        const recorded = (reportId: string) =>
          rows(
            registry.database.url,
            `SELECT acquisitions.id, performance_id, children FROM acquisitions
             JOIN paper_entries ON acquisition_id = acquisitions.id WHERE report_id = $1 ORDER BY acquisitions.id`,
            [reportId],
          );
        const reportId = randomUUID();
        const whole = await importOf(file, { reportId, dryRun: true, choices: chosen(lines) });
        const left = [...order];
        for (const size of sizes) await importOf(file, { reportId, choices: chosen(left.splice(0, size)) });
        const told = whole.lines.map(({ acquisitionId, performanceId }) => [acquisitionId, performanceId]);
        const kept = (await recorded(reportId)) as { id: string; performance_id: string }[];
        expect(kept.map(({ id, performance_id }) => [id, performance_id])).toEqual(told.toSorted());
      },
    ),
    { seed: 20_261_009, numRuns: 12 },
  );
});

test('a choice that is changed once its row is recorded is refused, and says so', async () => {
  const [early, late] = [await titled('Vaihto', '2026-10-03'), await titled('Vaihto', '2026-10-03')];
  const file = 'code,children,event,date\nA045198723,0,Vaihto,2026-10-03\n';
  const reportId = randomUUID();
  const choose = ({ id }: { id: string }, dryRun: boolean) =>
    importOf(file, { reportId, dryRun, choices: [{ line: 2, performanceId: id }] });
  const [first] = (await choose(early, false)).lines;
  expect(first).toMatchObject({ result: 'recorded', performanceId: early.id });
  for (const dryRun of [true, false]) {
    expect((await choose(late, dryRun)).lines).toMatchObject([
      { result: 'refused', problem: 'row.recorded-otherwise', acquisitionId: first!.acquisitionId },
    ]);
    expect((await choose(early, dryRun)).lines).toMatchObject([{ result: 'already-recorded' }]);
  }
});

test('USE-4: the same rows under another report id are known, unless they are said to be meant again', async () => {
  await titled('Tuttu', '2026-10-04');
  const [one, other] = ['A045198723;0;Tuttu;4.10.2026', 'AM99000123;2;Tuttu;4.10.2026'];
  const header = 'kortti;lapset;nimi;pvm';
  const reportId = randomUUID();
  expect((await importOf([header, one, other].join('\n'), { reportId })).recorded).toBe(2);
  const turned = [header, other, one].join('\n');
  for (const dryRun of [true, false]) {
    const answer = await ask(registry.url, 'importReport', request(turned, { dryRun }));
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'report.known', why: reportId }]);
  }
  expect((await importOf(turned, { reportId })).recorded).toBe(0);
  expect((await importOf(turned, { again: true })).recorded).toBe(2);
});

test('USE-3: a row of a performance that is too long ago is refused, unless a coordinator imports it', async () => {
  const [open, past] = ['2026-08-10', '2026-08-09'];
  for (const day of [open, past]) await titled('Vanha', day);
  const file = ['kortti;lapset;nimi;pvm', ...[open, past].map((day) => `A045198723;0;Vanha;${day}`)].join('\n');
  const reportId = randomUUID();
  const answer = await importOf(file, { reportId });
  expect(answer.lines).toMatchObject([
    { result: 'recorded' },
    { result: 'refused', problem: 'row.outside-window', column: 'date' },
  ]);
  const coordinator = await logIn(registry.url, 'verkosto');
  const theirs = request(file, { reportId, insteadOfAgreed: true });
  const late = await call(registry.url, 'importReport', { ...theirs, token: coordinator });
  expect(late.lines.map(({ result }) => result)).toEqual(['already-recorded', 'recorded']);
  // What was recorded in its time, or by a coordinator, stays recorded.
  expect((await importOf(file, { reportId })).lines.map(({ result }) => result)).toEqual([
    'already-recorded',
    'already-recorded',
  ]);
});

test('the mapping of columns is data; a file that has none of them is unreadable; a report’s id is of one organiser', async () => {
  await titled('Sarake', '2026-10-06');
  const file = 'Asiakas;Mitä;Milloin\nA045198723;Sarake;6.10.2026\n';
  expect(await refusal(registry.url, 'importReport', request(file))).toBe('file.unreadable');
  expect(await refusal(registry.url, 'importReport', request('"kortti;nimi\n'))).toBe('file.unreadable');
  const mapping = { code: ['asiakas'], children: ['lapset'], title: ['mitä'], date: ['milloin'] };
  await call(registry.url, 'setReportMapping', { token: agent, id: AGENT, body: mapping });
  expect(await call(registry.url, 'reportMapping', { token: agent, id: AGENT })).toEqual(mapping);
  const reportId = randomUUID();
  // As Excel saves it: Windows-1252.
  expect((await importOf(Buffer.from(file, 'latin1'), { reportId })).recorded).toBe(1);
  const opisto = await logIn(registry.url, 'opisto');
  const elsewhere = { ...request(file, { reportId, insteadOfAgreed: true }), token: opisto, id: demoSite('opisto').id };
  expect(await refusal(registry.url, 'importReport', elsewhere)).toBe('request.malformed');
});

test('a report of anything is read without throwing, and every row of it is answered', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('A045198723', '1', 'Kevät', '1.10.2026', '"', ';', '\r\n', ''));
  const line = fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(';'));
  const text = fc.array(line, { maxLength: 8 }).map((lines) => ['kortti;lapset;nimi;pvm', ...lines].join('\n'));
  fc.assert(
    fc.property(
      fc.oneof(
        text.map((each) => Buffer.from(each)),
        fc.uint8Array({ maxLength: 200 }),
      ),
      (bytes) => {
        const read = readReport(bytes, PRESET_MAPPING, PRESET_RULE_SET.code);
        if (!read.ok) return read.error.code === 'file.unreadable';
        return read.value.every(
          (row) =>
            row.line >= 2 &&
            ('problem' in row
              ? row.problem !== null
              : /^[A-Z0-9]{4,16}$/.test(row.code) && row.children <= 100 && /^\d{4}-\d\d-\d\d$/.test(row.day)),
        );
      },
    ),
    { seed: 20_261_009, numRuns: 2_000 },
  );
});
