/** The desk's side, the driver's process, the real package and a pseudo terminal: scans through all of it, and replugs. */
import { onTestFinished, expect, test } from 'vitest';
import { DRIVER_FILE } from '../../src-main/hosts/driver-file.ts';
import { machineClock, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { scannerProcess } from '../../src-main/hosts/scanner-process.ts';
import { forkFile } from '../../src-main/hosts/web/fork-driver.ts';
import { PATH_ID } from '../../src-main/scanners/serial-bus.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { plugReader, withoutPtys } from '../scanners/ptys.ts';

const SCANS = 1_000;
const REPLUGS = 20;

async function readerAtDesk() {
  const reader = await plugReader();
  onTestFinished(() => reader.remove());
  const id = `${PATH_ID}${reader.path}`;
  const texts: string[] = [];
  let state = 'none';
  let wake: () => void = () => undefined;
  const scanners = scannerProcess({
    spawn: () => forkFile(DRIVER_FILE),
    clock: machineClock(0),
    timer: machineTimer,
    say: (sentence) => process.stdout.write(`${sentence}\n`),
    onBug(error) {
      throw error;
    },
  });
  onTestFinished(() => scanners.stop());
  const { serial, known } = PRESET_SCANNERS;
  scanners.start(
    { serial, known, chosen: [{ id, use: true }] },
    {
      onScan({ text }) {
        texts.push(text);
        wake();
      },
      onDevices(devices) {
        state = devices.find((device) => device.id === id)?.state ?? 'none';
        wake();
      },
      onPartial: () => undefined,
      onDriver: () => undefined,
    },
  );
  return {
    reader,
    texts,
    state: () => state,
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) await new Promise<void>((woken) => (wake = woken));
    },
  };
}

function percentile(times: readonly number[], share: number): string {
  return (times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(1);
}

test.skipIf(withoutPtys())(
  `${SCANS} scans through the driver's process: each once, as it was sent`,
  async () => {
    const { reader, texts, state, until } = await readerAtDesk();
    await until(() => state() === 'connected');
    const sent: string[] = [];
    const times: number[] = [];
    for (let number = 1; number <= SCANS; number += 1) {
      const code = `A${String(number * 7_919).padStart(9, '0')}`;
      sent.push(code);
      const since = performance.now();
      await reader.send(Buffer.from(`${code}\r`));
      await until(() => texts.length >= number);
      times.push(performance.now() - since);
    }
    const wrong = texts.filter((text) => !sent.includes(text)).length;
    const doubled = texts.length - new Set(texts).size;
    process.stdout.write(
      `serial through the driver's process: sent ${SCANS}, read ${texts.length}, wrong ${wrong}, doubled ${doubled}, p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms\n`,
    );
    expect(texts).toEqual(sent);
  },
  120_000,
);

test.skipIf(withoutPtys())(
  `pulled out and plugged in ${REPLUGS} times: back within two seconds each time`,
  async () => {
    const { reader, texts, state, until } = await readerAtDesk();
    await until(() => state() === 'connected');
    const times: number[] = [];
    for (let round = 1; round <= REPLUGS; round += 1) {
      await reader.unplug();
      await until(() => state() === 'lost');
      await reader.plug();
      const since = performance.now();
      await until(() => state() === 'connected');
      times.push(performance.now() - since);
      await reader.send(Buffer.from('A045198723\r'));
      await until(() => texts.length === round);
    }
    process.stdout.write(
      `replugs ${REPLUGS}, back after p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms, longest ${percentile(times, 1)} ms\n`,
    );
    expect(Math.max(...times)).toBeLessThan(2_000);
    expect(new Set(texts)).toEqual(new Set(['A045198723']));
  },
  120_000,
);
