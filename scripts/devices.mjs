// npm run test:devices: the scanners' code on real device nodes, in a small virtual machine; Debian's kernel, QEMU without hardware help.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node24, root } from './node.mjs';
import { setUp } from './setup.mjs';
import { run, step } from './steps.mjs';

const CACHE = join(root, 'node_modules', '.cache', 'devices');
const QEMU = '/usr/bin/qemu-system-x86_64';
/** What runs in the machine, besides Node; with the libraries below them. */
const PROGRAMS = ['busybox-static', 'kmod', 'udev', 'libstdc++6', 'libatomic1', 'libusb-1.0-0'];
/** Of the kernel's modules: those for devices, and the lists that modprobe goes by. */
const MODULES = [
  'modules.order',
  'modules.builtin',
  'modules.builtin.modinfo',
  'kernel/drivers/hid',
  'kernel/drivers/input',
  'kernel/drivers/usb/common',
  'kernel/drivers/usb/core',
  'kernel/drivers/usb/class',
  'kernel/drivers/usb/gadget',
  'kernel/fs/configfs',
  'kernel/lib',
];

await setUp();
const machine = await ensureMachine();
if (typeof machine === 'string') {
  process.stdout.write(`SKIPPED the scanners on real device nodes: ${machine}\n0 passed, 0 failed, 1 skipped\n`);
} else {
  const words = [
    '--disable-warning=ExperimentalWarning',
    join(root, 'test/devices/main.ts'),
    machine.system,
    machine.kernel,
  ];
  const { code } = await step('Scanners on real device nodes, in a virtual machine', () =>
    run(node24(), words, { cwd: root, stdio: 'inherit' }),
  );
  process.exitCode = code;
}

/** The folders with the machine's system and kernel, or a sentence why there is none. */
async function ensureMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the machine is made for Linux on x64.';
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get here to fetch QEMU and a kernel with.';
  if (!existsSync(QEMU)) await step('Installing qemu-system-x86 for the tests', installQemu);
  if (!existsSync(QEMU)) return 'QEMU cannot be installed here (Debian: sudo apt-get install qemu-system-x86).';
  try {
    return await fetched();
  } catch {
    // The lists of packages are old, or there are none yet.
    await step('Bringing the lists of packages up to date', () => asRoot(['update']));
    return fetched().catch((error) => error.message);
  }
}

async function fetched() {
  const kernelPackage = /Depends: (\S+)/.exec(await apt('apt-cache', ['depends', 'linux-image-amd64']))?.[1];
  if (kernelPackage === undefined) throw new Error("there is no package linux-image-amd64 here, Debian's kernel.");
  const system = await cached('system', await withLibraries(), async (packages, folder) => {
    for (const file of packages) await apt('dpkg-deb', ['-x', file, folder]);
  });
  const kernel = await cached('kernel', [kernelPackage], ([file], folder) => keepKernel(file, folder));
  return { system, kernel };
}

async function installQemu() {
  await asRoot(['update']);
  await asRoot(['install', '-y', '--no-install-recommends', 'qemu-system-x86']);
}

function asRoot(words) {
  const [command, ...rest] = [...(process.getuid?.() === 0 ? [] : ['sudo', '-n']), 'apt-get', ...words];
  return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

/** The programs and all libraries that they need. */
async function withLibraries() {
  const output = await apt('apt-cache', ['depends', '--recurse', '--important', ...PROGRAMS]);
  const below = output.split('\n').filter((line) => line.startsWith('lib') && !line.includes(':'));
  return [...new Set([...PROGRAMS, ...below])].toSorted();
}

/** A folder made from the newest of these packages, once a version of them; what older ones left goes. */
async function cached(purpose, names, make) {
  const addresses = await apt('apt-get', ['download', '--print-uris', ...names]);
  const all = join(CACHE, purpose);
  const folder = join(all, createHash('sha256').update(addresses).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  rmSync(all, { recursive: true, force: true });
  const packages = join(all, 'packages');
  const made = join(all, 'half-made');
  for (const path of [packages, made]) mkdirSync(path, { recursive: true });
  await step(`Fetching ${names.length === 1 ? names[0] : 'the programs of the virtual machine'}`, async () => {
    await apt('apt-get', ['download', ...names], packages);
    await make(
      readdirSync(packages).map((file) => join(packages, file)),
      made,
    );
  });
  renameSync(made, folder);
  rmSync(packages, { recursive: true });
  return folder;
}

/** Keeps of a kernel's package the kernel and the modules for devices. */
async function keepKernel(file, folder) {
  const all = join(folder, 'all');
  await apt('dpkg-deb', ['-x', file, all]);
  const base = ['lib/modules', 'usr/lib/modules'].map((path) => join(all, path)).find((path) => existsSync(path));
  const [version] = readdirSync(base);
  copyFileSync(join(all, 'boot', `vmlinuz-${version}`), join(folder, 'vmlinuz'));
  for (const path of MODULES.filter((name) => existsSync(join(base, version, name)))) {
    cpSync(join(base, version, path), join(folder, 'modules', version, path), { recursive: true });
  }
  rmSync(all, { recursive: true });
}

/** What a program of the packages' says, or its failure thrown as a sentence. */
async function apt(command, words, folder = root) {
  const { code, output } = await run(command, words, { cwd: folder, env: { ...process.env, LC_ALL: 'C' } });
  if (code !== 0) throw new Error(`${command} ${words[0]} failed: ${output.trim().split('\n').at(-1)}`);
  return output;
}
