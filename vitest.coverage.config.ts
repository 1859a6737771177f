import { defineConfig } from 'vitest/config';

/** `npm run coverage`: how much of src-shared its own tests reach; they need no browser and no PostgreSQL. */
export default defineConfig({
  test: {
    include: ['test/{unit,rules}/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['src-shared/**/*.ts'],
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'test-results/coverage',
      thresholds: { lines: 98 },
    },
  },
});
