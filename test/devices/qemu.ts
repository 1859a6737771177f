/** One run of the small machine: its transcript, or null where it did not end in time. */
import { spawn } from 'node:child_process';

export interface Boot {
  readonly kernel: string;
  readonly initrd: string;
  /** Software emulation on a busy machine takes minutes; what takes longer than this hangs. */
  readonly deadlineMilliseconds: number;
  onLine(line: string): void;
}

export interface BootEnd {
  readonly transcript: string;
  readonly inTime: boolean;
}

/** Boots it, hands on what its console says line by line, and resolves when it is off. */
export async function boot({ kernel, initrd, deadlineMilliseconds, onLine }: Boot): Promise<BootEnd> {
  const words = [
    // In software: help of the hardware is there in name only where this machine is virtual itself.
    '-accel tcg -cpu max -smp 2 -m 1536 -no-reboot -nic none -display none -monitor none -serial stdio'.split(' '),
    ['-kernel', kernel, '-initrd', initrd],
    // A panic ends the machine at once, and the kernel keeps quiet so that no line of the tests is torn.
    ['-append', 'console=ttyS0 panic=-1 quiet loglevel=1'],
  ].flat();
  const machine = spawn('qemu-system-x86_64', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let transcript = '';
  let rest = '';
  let inTime = true;
  const take = (data: string): void => {
    const lines = (rest + data.replaceAll('\r', '')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      transcript += `${line}\n`;
      onLine(line);
    }
  };
  machine.stdout.setEncoding('utf8').on('data', take);
  machine.stderr.setEncoding('utf8').on('data', take);
  const deadline = setTimeout(() => {
    inTime = false;
    machine.kill('SIGKILL');
  }, deadlineMilliseconds);
  await new Promise<void>((resolve) => {
    machine.on('error', (error) => {
      take(`${error.message}\n`);
      resolve();
    });
    machine.on('close', () => resolve());
  });
  clearTimeout(deadline);
  return { transcript: transcript + rest, inTime };
}
