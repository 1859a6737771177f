/** npm run docs: writes the generated pages of docs/. */
import { writeFileSync } from 'node:fs';
import { contractPages } from './contract-docs.ts';

for (const [path, text] of Object.entries(contractPages()))
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
