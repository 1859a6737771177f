/** The composed desk beside a driver of scanners that cannot live. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { composeDesk } from '../../src-main/hosts/compose.ts';
import { readOptions } from '../../src-main/hosts/options.ts';
import { FILE_MODE_ONLY } from '../../src-main/hosts/secret-file.ts';
import { forkFile } from '../../src-main/hosts/web/fork-driver.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';

const FILE = new URL('../scanners/memory-driver.ts', import.meta.url);
const noSecondDesk = (): Promise<string> => Promise.reject(new Error('one desk is enough'));

async function composed(words: readonly string[], startDriver: Parameters<typeof composeDesk>[3]) {
  const options = readOptions(['--data', mkdtempSync(join(tmpdir(), 'kaikudesk-hosts-')), ...words], Date.now());
  if (options === null) throw new Error('no options');
  const desk = await composeDesk(options, FILE_MODE_ONLY, noSecondDesk, startDriver);
  onTestFinished(() => desk.close());
  const until = (holds: (state: DeskState) => boolean): Promise<DeskState> =>
    new Promise((found) => {
      const stop = desk.onState((state) => {
        if (!holds(state)) return;
        found(state);
        queueMicrotask(() => stop());
      });
    });
  return { desk, until };
}

test('a driver that dies again and again leaves the desk at work with what the screen reads', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  const third = Promise.withResolvers<void>();
  let starts = 0;
  const { desk, until } = await composed([], () => {
    starts += 1;
    if (starts === 3) third.resolve();
    const child = forkFile(FILE);
    child.kill();
    return child;
  });
  await third.promise;
  await desk.answer({ id: 1, command: 'scanners.test', payload: { open: true } });
  expect(
    await desk.answer({ id: 2, command: 'desk.scan', payload: { text: 'A045198723', source: 'wedge' } }),
  ).toMatchObject({
    ok: true,
  });
  const { scanners } = await until(({ scanners: { test: reads } }) => reads?.length === 1);
  expect(scanners).toMatchObject({ driver: 'restarting', test: [{ made: { what: 'code', code: 'A045198723' } }] });
  const lines = said.mock.calls.map(([line]) => String(line));
  expect(new Set(lines)).toEqual(new Set(['The scanner driver has ended (SIGKILL); it is started again.\n']));
});

test('a driver at work is told of on the screen, with its devices', async () => {
  const { until } = await composed([], () => forkFile(FILE));
  const { scanners } = await until(({ scanners: { devices } }) => devices[0]?.state === 'connected');
  expect(scanners.driver).toBe('running');
});

test('no driver is started where the command line wants no scanners', async () => {
  const { until } = await composed(['--scanners', 'off'], () => {
    throw new Error('not wanted');
  });
  const { scanners } = await until(() => true);
  expect(scanners).toMatchObject({ driver: 'away', devices: [] });
});
