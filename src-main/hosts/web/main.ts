/** The desk under the web host: the same desk, its screen in a browser on this machine. */
import '../check-node.ts';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeDesk } from '../compose.ts';
import { stopWith } from '../life.ts';
import { DESK_HELP, readOptions, type DeskOptions } from '../options.ts';
import { packageRoot } from '../package-root.ts';
import { FILE_MODE_ONLY } from '../secret-file.ts';
import { runMain, StartFailure } from '../start-failure.ts';
import { findElectron, runElectron } from './electron-binary.ts';
import { forkDriver } from './fork-driver.ts';
import { openInBrowser } from './open-browser.ts';
import { startWebHost } from './server.ts';

runMain(async () => {
  const words = process.argv.slice(2);
  const options = readOptions(words, Date.now());
  if (options === null) {
    process.stdout.write(DESK_HELP);
    return;
  }
  if (options.host === 'electron') {
    const electron = findElectron();
    if (electron === null)
      throw new StartFailure("Electron's program is not here: npm run electron:install fetches it.");
    await runElectron(electron, words);
    return;
  }
  const second = secondDesk(options);
  const desk = await composeDesk(options, FILE_MODE_ONLY, second.open, forkDriver);
  const host = await startWebHost({
    port: options.port,
    files: join(packageRoot(), 'dist/renderer'),
    answer: desk.answer,
    onState: desk.onState,
  });
  stopWith(async () => {
    second.close();
    await host.close();
    await desk.close();
  });
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: host.url })}\n`);
  const opened = options.open && openInBrowser(host.url, join(resolve(options.data), 'browser'));
  process.stderr.write(opened ? `The desk is open in its own window.\n` : `Open the desk in a browser: ${host.url}\n`);
});

/** The demonstration's second desk: another process with a data folder beside ours, started on demand, once. */
function secondDesk(options: DeskOptions): { open(): Promise<string>; close(): void } {
  const stop = new AbortController();
  let url: Promise<string> | null = null;
  const start = (): Promise<string> =>
    new Promise((done, failed) => {
      const words = [
        '--no-open',
        '--data',
        `${resolve(options.data)}-2`,
        '--desk-name',
        `${options.deskName} 2`,
        '--lang',
        options.language,
        // The devices are the first desk's.
        '--scanners',
        'off',
      ];
      if (options.registry !== null) words.push('--registry', options.registry);
      if (options.site !== null && options.passwordFile !== null) {
        words.push('--site', options.site, '--password-file', options.passwordFile);
      }
      const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...words], {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        signal: stop.signal,
      });
      child.on('error', failed);
      child.on('exit', () => {
        url = null;
        failed(new Error('the second desk ended'));
      });
      if (child.stdout !== null) {
        createInterface({ input: child.stdout }).once('line', (line) => done(String(JSON.parse(line).url)));
      }
    });
  return {
    open: () => (url ??= start()),
    close: () => stop.abort(),
  };
}
