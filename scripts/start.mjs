// npm start: sets everything up and runs a registry with demo data and a desk, from a bare clone.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, stop } from './node.mjs';
import { endPart, startPart } from './parts.mjs';
import { setUp } from './setup.mjs';
import { step } from './steps.mjs';

const HELP = `Runs Kaikudesk on this machine, with demo data.

  npm start -- [options]

  --registry-port P   Port of the demo registry on 127.0.0.1 (default: 47110)
  --desk-port P       Port of the desk's web host on 127.0.0.1 (default: 47120)
  --lang fi|sv|en     Language of the desk's screen (default: fi)
  --no-open           Do not open a window, only say the address
  --help              This text
`;
const DEMO_SITE = 'lipputoimisto';
const DEMO_PASSWORD = 'kaiku-demo';

const options = readOptions();
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const parts = [];
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));

await setUp();
const folder = join(root, '.kaikudesk', 'demo');
const passwordFile = join(folder, 'password');
try {
  // PostgreSQL's own user passes through on its way to the registry's data; the password is for this user alone.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  writeFileSync(passwordFile, `${DEMO_PASSWORD}\n`, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
} catch {
  stop(`The folder ${folder} cannot be written to: clone Kaikudesk to a folder of your own.`);
}

const registry = await start('Starting the demo registry', 'dist/src-registry/main.js', [
  '--port',
  options['registry-port'],
  '--database',
  join(folder, 'registry'),
  '--seed',
  'demo',
  // One terminal for both: what a person has to know, and not a line for each request.
  '--log',
  'warn',
]);
const enrol = ['--registry', registry.url, '--site', DEMO_SITE, '--password-file', passwordFile];
const desk = await start('Starting the desk', 'dist/src-main/hosts/web/main.js', [
  '--port',
  options['desk-port'],
  '--data',
  join(folder, 'desk'),
  '--desk-name',
  'Demo',
  '--lang',
  options.lang,
  ...enrol,
  ...(options['no-open'] ? ['--no-open'] : []),
]);

process.stdout.write(`
Kaikudesk is running.

  The desk        ${desk.url}
  The registry    ${registry.url}   (its interface: ${registry.url}/openapi.json)
  Demo site       ${DEMO_SITE}      password  ${DEMO_PASSWORD}
                  (the others: teatteri, uimahalli, opisto; the same password)
  A second desk   npm run desk -- --registry ${registry.url} --data .kaikudesk/demo/desk-b --site uimahalli --password-file .kaikudesk/demo/password

Ctrl-C ends all of it.
`);

async function start(title, file, words) {
  const part = await step(title, () => startPart(file, words)).catch((error) => error);
  if (part instanceof Error) {
    // What it said of itself is on the screen already.
    await end(1);
  }
  parts.push(part);
  part.child.on('exit', () => void end(1));
  return part;
}

async function end(code) {
  if (ending) return new Promise(() => {});
  ending = true;
  for (const part of parts.toReversed()) await endPart(part);
  process.exit(code);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        'registry-port': { type: 'string', default: '47110' },
        'desk-port': { type: 'string', default: '47120' },
        lang: { type: 'string', default: 'fi' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return stop(`${error.message}\n\n${HELP}`);
  }
}
