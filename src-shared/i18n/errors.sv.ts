/** Swedish: a sentence for each error that a command can end with. */
import type { Translation } from './catalogue.ts';
import type { errorsEn } from './errors.en.ts';

export const errorsSv: Translation<typeof errorsEn> = {
  'error.contract.malformed': 'Programmet förstod inte skärmen. Ladda om sidan.',
  'error.contract.unknown-command': 'Programmet och skärmen är av olika version. Ladda om sidan.',
  'error.desk.not-enrolled': 'Kassan har inte tagits i bruk ännu.',
  'error.desk.already-enrolled': 'Kassan har redan tagits i bruk.',
  'error.desk.nothing-picked': 'Välj först föreställningen och läs sedan kortet på nytt.',
  'error.desk.performance-unknown': 'Den här föreställningen säljs inte längre här. Välj en annan.',
  'error.desk.scan-replaced': 'Ett annat kort har lästs sedan dess. För det förra registrerades ingenting.',
  'error.desk.not-accepted': 'Det här kan inte registreras som det är. Ingenting registrerades.',
  'error.desk.needs-deliberation': 'Det finns något att kontrollera först. Ingenting registrerades.',
  'error.desk.unknown-acquisition': 'Den biljetten är inte känd här.',
  'error.desk.already-undone': 'Den biljetten har redan återtagits.',
  'error.desk.handed-over-elsewhere': 'En annan kassa har gett den här biljetten. Den återtas där.',
  'error.desk.cannot-correct':
    'Antalet kan inte ändras så här. Kontrollera hur många barn kortet gäller för, eller ta tillbaka biljetten och ge den på nytt.',
  'error.desk.no-basket': 'Ingen grupp är öppen. Ingenting registrerades.',
  'error.desk.basket-full': 'Gruppen är full. Registrera den och börja sedan på en ny.',
  'error.desk.nothing-to-record': 'Det finns ingenting att registrera ännu. Läs först ett kort.',
  'error.desk.not-durable': 'Biljetten kunde inte sparas på datorn. Ingenting registrerades: anteckna den på papper.',
  'error.desk.partial-scan': 'Allt kunde inte läsas. Läs av kortet en gång till.',
  'error.desk.no-demo': 'Det här fungerar bara med demoregistret.',
  'error.desk.failed': 'Programmet svarade inte. Försök på nytt.',
  'error.registry.unreachable': 'Registret svarar inte. Kontrollera adressen och nätet.',
  'error.registry.not-the-contract': 'På adressen svarar något annat än registret.',
  'error.registry.wrong-login': 'Användarnamnet eller lösenordet är fel.',
  'error.registry.throttled': 'För många försök. Vänta en stund och försök sedan på nytt.',
  'error.registry.password-change-needed':
    'Lösenordet är tillfälligt. Byt det först till ett eget och ta sedan kassan i bruk.',
  'error.registry.refused': 'Registret godkände inte begäran.',
};
