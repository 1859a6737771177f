import { defineConfig } from '@playwright/test';

/** Drives the built screen against a scripted desk, with real key events in Debian's Chromium. */
export default defineConfig({
  testDir: '.',
  // What takes minutes: npm run test:full.
  testIgnore: process.env['KAIKUDESK_FULL'] === '1' ? [] : ['*-full.spec.ts'],
  outputDir: '../../test-results/screen',
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
});
