/** Swedish: why a sale is lawful, what is unlawful about an offer, and what the registry remarked. */
import type { Translation } from './catalogue.ts';
import type { groundsEn } from './grounds.en.ts';

export const groundsSv: Translation<typeof groundsEn> = {
  'ground.card-valid': 'Kortet gäller till och med {lastDay}.',
  'ground.card-open-ended': 'Kortet gäller tills det avslutas.',
  'ground.provisional': 'Kortet godkänns tills vidare: registret kontrollerar det senare.',
  'ground.ticket': 'Biljetten finns: {at}, {desk}.',
  'ground.reservation': 'Platsen reserverades {at}, {desk}.',
  'ground.children-most': {
    by: 'most',
    one: 'Högst {most} eget barn eller barnbarn under {under} år.',
    other: 'Högst {most} egna barn och barnbarn under {under} år.',
  },
  'ground.children-free': 'Egna barn och barnbarn under {under} år; i registret finns inget antal.',
  'ground.clients': 'Den anställda har med klienter under {under} år.',
  'ground.children-none': 'Kursplatsen är bara för kortinnehavaren.',
  'ground.window-open': 'Öppet sedan {opensAt}.',
  'ground.cap': 'Övre gräns {limit} ({capRule}), efter detta {left} kvar.',
  'ground.holder-counted': 'Kortinnehavaren har redan räknats i dag: ingen plats går åt.',
  'ground.no-cap': 'Ingen övre gräns har satts.',
  'ground.rule-set': 'Enligt reglerna som gäller från {firstDay}.',

  'capRule.CAP-1': 'allmän regel',
  'capRule.CAP-2': 'liten föreställning eller kurs',
  'capRule.CAP-3': 'mycket liten föreställning',
  'capRule.CAP-4': 'storevenemang',
  'capRule.CAP-5': 'simhall',
  'capRule.CAP-6': 'gästande producent',

  'offer.cap-too-low': 'Den övre gränsen är för låg: {rule} tillåter {lowest} eller fler.',
  'offer.cap-counts-tickets':
    'Enligt {rule} räknar gränsen kortinnehavare, inte alla biljetter, och är minst {lowest}.',
  'offer.cap-not-allowed': 'Här finns ingen övre gräns: försöket enligt {rule} är inte i bruk.',
  'offer.capacity-unknown': 'Ange först kapaciteten: {rule} räknar en andel av den.',
  'offer.window-on-course': 'Kursplatser ges vilken dag som helst, inte bara samma kväll ({rule}).',
  'offer.window-without-start': 'För att ge biljetter samma kväll behövs en starttid ({rule}).',
  'offer.window-not-same-evening': 'Biljetterna ska börja ges samma kväll som föreställningen ({rule}).',
  'offer.lapse-before-redemption': 'Reserveringarna skulle förfalla innan biljetterna kan ges ({rule}).',

  'conflict.card-unknown.title': 'Kortet finns inte i registret',
  'conflict.card-unknown.next':
    'Användningen är registrerad. Berätta för ansvarspersonen: kortet är kanske inte registrerat ännu.',
  'conflict.card-not-valid.title': 'Kortet gällde inte den dagen',
  'conflict.card-not-valid.next': 'Biljetten gäller. Berätta nästa gång i enrum att kortet kan förlängas.',
  'conflict.duplicate-performance.title': 'En biljett gavs också på annat håll med samma kort',
  'conflict.duplicate-performance.next': 'Om det var samma besök, ta tillbaka den här. Om båda användes, låt det vara.',
  'conflict.over-child-limit.title': 'Fler barn än registret har för kortet',
  'conflict.over-child-limit.next': 'Rätta antalet om det var ett misstag. Från och med nu gäller registret.',
  'conflict.beyond-lease.title': 'Räknades utöver de platser som beviljats',
  'conflict.beyond-lease.next': 'Biljetten gäller. Berätta för arrangören om salongen börjar bli full.',
  'conflict.epoch-forked.title': 'En kopia av kassan har varit i bruk',
  'conflict.epoch-forked.next': 'Använd bara den ena datorn och berätta det för den som sköter dem.',
  'conflict.epoch-frozen.title': 'Registrerat innan kassan började om',
  'conflict.epoch-frozen.next': 'Biljetten gäller. Ingenting behöver göras.',
  'conflict.reservation-gone.title': 'Reserveringen hade redan förfallit eller återtagits',
  'conflict.reservation-gone.next': 'Biljetten gäller. Berätta för arrangören om salongen börjar bli full.',
  'conflict.not-redeemed.title': 'Insläppt, men ingen biljett hade getts',
  'conflict.not-redeemed.next': 'Om biljetten gavs på papper, registrera den nu: läs kortet under Ge biljett.',
  'conflict.performance-cancelled.title': 'Given efter inställandet',
  'conflict.performance-cancelled.next': 'Ta tillbaka biljetten och säg det till kunden, om det går.',
};
