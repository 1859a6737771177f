import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['KAIKUDESK_FULL'] === '1' ? [] : ['test/full/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than two cores: many tests wait for other processes.
    maxWorkers: 3,
    // Modules are loaded once a worker, and so is its PostgreSQL: each test has a database of its own there.
    isolate: false,
  },
});
