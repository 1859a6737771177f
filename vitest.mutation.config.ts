import { defineConfig } from 'vitest/config';

/** The rules' own tests, pure and fast: what Stryker runs against each broken rule. */
export default defineConfig({
  test: {
    include: ['test/{unit,rules}/**/*.test.ts'],
    exclude: [
      // Read the repository rather than run it.
      'test/unit/layers.test.ts',
      'test/rules/rules-table.test.ts',
      // Of the words and the scanners: no rule of these folders is in them.
      'test/unit/i18n.test.ts',
      'test/unit/{scan,wedge,hid,serial,camera}-*.test.ts',
      // Their other halves lie outside what is copied for the run.
      'test/unit/{codes,gate,parsers-fuzz,password-rules,scanner-words,screen-address,script-engine,status-words}.test.ts',
      // Of the calendar, which is not broken here; the first starts processes of its own.
      'test/unit/helsinki-{zones,memory}.test.ts',
    ],
    testTimeout: 30_000,
  },
});
