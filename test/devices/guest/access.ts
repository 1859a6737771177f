/** Who may open devices: the project's udev rules with somebody at the screen, or nobody but root. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULES = fileURLToPath(new URL('../../../resources/udev/70-kaikudesk-scanners.rules', import.meta.url));
const FOLDER = '/run/udev/rules.d';
const INSTALLED = `${FOLDER}/${basename(RULES)}`;

/** What a system with systemd-logind has: the desk's user sits at the screen, and the rule that reads the tag. */
export function seatUser(user: number): void {
  mkdirSync('/run/systemd/seats', { recursive: true });
  writeFileSync('/run/systemd/seats/seat0', `IS_SEAT0=1\nACTIVE=1\nACTIVE_UID=${user}\n`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/73-seat-late.rules`, 'TAG=="uaccess", ENV{MAJOR}!="", RUN{builtin}+="uaccess"\n');
}

/** Lets everybody open the HID devices of a maker, so that only the driver's own judgement keeps it from them. */
export function openToAll(vendorId: number): void {
  const vendor = vendorId.toString(16).toUpperCase().padStart(4, '0');
  writeFileSync(`${FOLDER}/60-open.rules`, `SUBSYSTEM=="hidraw", KERNELS=="*:${vendor}:*", MODE="0666"\n`);
}

/** Resolves when udev has done with all devices. */
export async function settle(): Promise<void> {
  await once(spawn('udevadm', ['settle'], { stdio: 'ignore' }), 'exit');
}

/** As the head of the rules' file says. */
export function installRules(): void {
  copyFileSync(RULES, INSTALLED);
  udevadm('control', '--reload');
  udevadm('trigger');
}

/** For devices that are plugged in from now on. */
export function removeRules(): void {
  rmSync(INSTALLED, { force: true });
  udevadm('control', '--reload');
}

function udevadm(...words: string[]): void {
  const { status, stderr } = spawnSync('udevadm', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`udevadm ${words.join(' ')} failed: ${stderr}`);
}
