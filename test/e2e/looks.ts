/** One screen in each size, language and light, as pictures in a folder. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { LANGUAGES } from '../../src-shared/kernel/schemas.ts';

export type Language = (typeof LANGUAGES)[number];

const SIZES = [
  [1280, 800],
  [1920, 1080],
  [1024, 600],
] as const;
const LIGHTS = ['light', 'dark'] as const;

const all = join(import.meta.dirname, '../../test-results/pictures');
const docs = join(import.meta.dirname, '../../docs/pictures');

/** Takes all pictures of a page as it is now. `speak` changes its language. */
export async function lookAt(page: Page, name: string, speak: (language: Language) => Promise<void>): Promise<void> {
  mkdirSync(all, { recursive: true });
  for (const language of LANGUAGES) {
    await speak(language);
    for (const light of LIGHTS) {
      await page.emulateMedia({ colorScheme: light });
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(all, `${name}-${language}-${light}-${width}.png`) });
      }
    }
  }
}

/** The documents' picture: the English one in the light, under a name of its own. */
export function forDocs(name: string, inDocs: string): void {
  mkdirSync(docs, { recursive: true });
  copyFileSync(join(all, `${name}-en-light-1280.png`), join(docs, `${inDocs}.png`));
}
