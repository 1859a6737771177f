/** Recorded scans beside the devices. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayingScanners } from '../../src-main/hosts/replaying-scanners.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { playedScanners, SCANNER } from '../desk/scanner-port.ts';

function replayed(file: string) {
  const played = playedScanners();
  const heard: string[] = [];
  const end = Promise.withResolvers<string>();
  const bugs: unknown[] = [];
  const port = replayingScanners({
    port: played,
    file,
    say: end.resolve,
    onBug: (error) => void bugs.push(error),
  });
  port.start(PRESET_SCANNERS, {
    onScan({ text, source, device }) {
      if (text === 'A0666') throw new Error('a bug');
      heard.push(`${source} ${device} ${text}`);
    },
    onDevices: (devices) => void heard.push(`devices ${devices.length}`),
    onPartial: () => void heard.push('partial'),
    onDriver: (driver) => void heard.push(driver),
  });
  return { played, heard, bugs, said: end.promise, port };
}

test('a file is read line by line, and the devices go on beside it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kaikudesk-replay-')), 'scans');
  writeFileSync(file, 'A045198723\n\n5\tAM99000123');
  const { played, heard, said, port } = replayed(file);
  played.listener().onDevices([SCANNER], []);
  port.replay();
  port.replay();
  expect(await said).toBe('2 recorded scans were read.');
  expect(heard).toEqual(['devices 1', 'replay replay A045198723', 'replay replay AM99000123']);
  expect(played.told).toEqual([PRESET_SCANNERS]);
  port.configure(PRESET_SCANNERS);
  expect(played.told).toHaveLength(2);
  await port.stop();
});

test('a desk that fails at one scan takes the next, and is told how many failed', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kaikudesk-replay-')), 'scans');
  writeFileSync(file, 'A045198723\nA0666\nAM99000123\n');
  const { heard, bugs, said, port } = replayed(file);
  expect(heard).toEqual([]);
  port.replay();
  expect(await said).toBe('2 recorded scans were read. 1 more failed.');
  expect(heard).toHaveLength(2);
  expect(bugs).toEqual([new Error('a bug')]);
  await port.stop();
});

test('what cannot be read is said, without what was in it', async () => {
  const { said, port } = replayed(tmpdir());
  port.replay();
  expect(await said).toMatch(/^The recorded scans cannot be read: EISDIR/);
  await port.stop();
});

test('a replay that waits ends when the desk does', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kaikudesk-replay-')), 'scans');
  writeFileSync(file, 'A045198723\n');
  const { heard, port } = replayed(file);
  port.replay();
  await port.stop();
  port.replay();
  expect(heard).toEqual([]);
});
