/** What this browser remembers between visits: conveniences only, nothing of a card or a person. */
import { LANGUAGES, type Language } from '../../src-shared/kernel/schemas.ts';

const DEMO_OPEN = 'kaikudesk.demoOpen';

/** Whether the demo panel was open. */
export function rememberedDemoOpen(): boolean {
  return localStorage.getItem(DEMO_OPEN) === 'yes';
}

/** Remembers whether the demo panel is open. */
export function rememberDemoOpen(open: boolean): void {
  localStorage.setItem(DEMO_OPEN, open ? 'yes' : 'no');
}

/** The first of the browser's languages that the desks speak, else Finnish. */
export function browserLanguage(): Language {
  for (const wanted of navigator.languages) {
    const known = LANGUAGES.find((language) => wanted.toLowerCase().startsWith(language));
    if (known !== undefined) return known;
  }
  return 'fi';
}
