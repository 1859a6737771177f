// npm test: sets everything up, runs every check and every test, and sums them up on the last line.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureDebianPostgres } from './debian-postgres.mjs';
import { node24, root } from './node.mjs';
import { setUp } from './setup.mjs';
import { run, step } from './steps.mjs';
import { withTemporaryFolder } from './temporary.mjs';

const full = process.argv.includes('--full');
const results = join(root, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };

Object.assign(process.env, withTemporaryFolder());
// So that the folder is removed then too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

await setUp();
await ensureBrowser();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await check('Types', 'typescript/bin/tsc', ['-b']);
await check('Lint', 'oxlint/bin/oxlint', ['--deny-warnings']);
await check('Format', 'oxfmt/bin/oxfmt', ['--check']);
await check('Dead code', 'knip/bin/knip.js', []);
await vitest('Unit, contract, store, registry, simulation', 'vitest', [], {});
await playwright('Screen', 'test/screen/playwright.config.ts');
await playwright('End to end', 'test/e2e/playwright.config.ts');
if (full) {
  await registryOnDebian();
  await devices();
  await check('Coverage of src-shared', 'vitest/vitest.mjs', ['run', '--config', 'vitest.coverage.config.ts']);
  await check('Mutation testing of the rules', '@stryker-mutator/core/bin/stryker.js', ['run']);
}

process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 ? 0 : 1);

function tool(file, words, environment = {}) {
  return run(node24(), [join(root, 'node_modules', file), ...words], {
    cwd: root,
    env: { ...process.env, ...environment, KAIKUDESK_FULL: full ? '1' : '' },
  });
}

async function check(title, file, words) {
  const { code, output } = await step(title, () => tool(file, words));
  count(title, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] }, code === 0 ? '' : output);
}

/** The registry's tests once more, on the PostgreSQL that a server of Debian has. */
async function registryOnDebian() {
  const version = await ensureDebianPostgres();
  if (version === null) return;
  const aboutTheEmbedded = 'test/registry/start.test.ts';
  process.stdout.write(`Not on Debian's PostgreSQL: ${aboutTheEmbedded}, it is about the embedded server itself.\n`);
  const words = ['test/registry', '--exclude', aboutTheEmbedded];
  await vitest(`Registry on Debian's PostgreSQL ${version}`, 'vitest-debian', words, { KAIKUDESK_POSTGRES: 'debian' });
}

/** The scanners on real device nodes, in a virtual machine: a program of its own, whose line of the sum is read. */
async function devices() {
  const title = 'Scanners on real device nodes';
  const { code, output } = await step(title, () => run(process.execPath, [join(root, 'scripts/devices.mjs')]));
  const sum = /^(\d+) passed, (\d+) failed, \d+ skipped$/m.exec(output);
  const [passed, notPassed] = sum === null ? [0, 1] : [Number(sum[1]), Number(sum[2])];
  const skipped = output
    .split('\n')
    .filter((line) => line.startsWith('SKIPPED '))
    .map((line) => line.slice(8));
  const failed = Math.max(notPassed, code === 0 ? 0 : 1);
  count(title, { passed, failed, skipped }, output);
}

async function vitest(title, name, words, environment) {
  const report = join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output } = await step(title, () =>
    tool('vitest/vitest.mjs', ['run', ...words, ...reporters], environment),
  );
  if (!existsSync(report)) return count(title, { passed: 0, failed: 1, skipped: [] }, output);
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => !['passed', 'failed'].includes(test.status))
    .map((test) => test.fullName);
  const failed = Math.max(numFailedTests, code === 0 ? 0 : 1, numFailedTests === 0 ? numFailedTestSuites : 0);
  // What takes long has counts to tell.
  const isQuiet = !full && code === 0 && skipped.length === 0;
  return count(title, { passed: numPassedTests, failed, skipped }, isQuiet ? '' : output);
}

async function playwright(title, config) {
  const report = join(results, `${title.replaceAll(' ', '-').toLowerCase()}.json`);
  const { code, output } = await step(`${title}, in Chromium`, () =>
    tool('@playwright/test/cli.js', ['test', '-c', config, '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    }),
  );
  if (!existsSync(report)) return count(title, { passed: 0, failed: 1, skipped: [] }, output);
  const { stats, suites, errors } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = Math.max(stats.unexpected + stats.flaky, errors.length, code === 0 ? 0 : 1);
  const skipped = testsOf(suites)
    .filter((test) => test.status === 'skipped')
    .map(
      (test) => `${test.title}: ${test.annotations.map((note) => note.description).join('; ') || 'no reason given'}`,
    );
  return count(title, { passed: stats.expected, failed, skipped }, !full && code === 0 ? '' : output);
}

function testsOf(suites) {
  return suites.flatMap((suite) => [
    ...testsOf(suite.suites ?? []),
    ...(suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ ...test, title: spec.title }))),
  ]);
}

function count(title, { passed, failed, skipped }, output) {
  if (output !== '') process.stdout.write(`${output}\n`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped.length;
  for (const reason of skipped) process.stdout.write(`SKIPPED ${reason}\n`);
  process.stdout.write(`${title}: ${passed} ok, ${failed} not ok, ${skipped.length} left out\n`);
}
