/** Swedish: what the card and the card list say: a title for staff, a sentence to the customer, the next step. */
import type { Translation } from './catalogue.ts';
import type { reasonsEn } from './reasons.en.ts';

export const reasonsSv: Translation<typeof reasonsEn> = {
  'cache.empty.title': 'Kortlistan har inte kommit ännu',
  'cache.empty.say': 'Vår kortlista är på väg. Ett ögonblick, tack.',
  'cache.empty.next': 'Vänta tills listan syns på raden längst ner och läs kortet på nytt.',
  'cache.empty.say.warn': 'Ett ögonblick, jag tittar på kortet.',
  'cache.empty.next.warn':
    'Kortet kan inte kontrolleras nu. Fortsätt om inget på det talar emot: registret kontrollerar det senare.',
  'cache.empty.say.note': 'Tack, allt är i sin ordning.',
  'cache.empty.next.note':
    'På det här verksamhetsstället godkänns kortet tills vidare. Registret kontrollerar det senare och svaret visas här.',

  'card.malformed.title': 'Det här är ingen kortkod ({why})',
  'card.malformed.say': 'Jag läser kortet en gång till.',
  'card.malformed.next': 'Läs kortet på nytt eller skriv koden som är tryckt på det.',
  'malformed.empty': 'inget kunde läsas',
  'malformed.too-short': 'för kort',
  'malformed.too-long': 'för lång',
  'malformed.characters': 'andra tecken än bokstäver och siffror',
  'malformed.digits': 'för få siffror',
  'malformed.address': 'en webbadress som inte slutar med en kod',

  'card.check-digit-stripped.title': 'Läsaren lämnar bort kodens sista tecken',
  'card.check-digit-stripped.say': 'Ett ögonblick, jag skriver koden för hand.',
  'card.check-digit-stripped.next':
    'Stäng av verifieringen av kontrolltecken för Code 39 (mod 43) i läsarens inställningar. Skriv in koden från kortet tills vidare.',

  'card.unknown.title': 'Kortet finns inte i registret',
  'card.unknown.say': 'Ditt kort syns inte i registret ännu. Det ordnar sig på stället där du fick det.',
  'card.unknown.next':
    'Jämför siffrorna med kortet: en enda fel siffra ger någon annans kod. Om alla stämmer ska verksamhetsstället som delade ut kortet registrera det.',
  'card.unknown.say.warn': 'Välkommen! Ha det så trevligt.',
  'card.unknown.next.warn': 'Kortet finns inte i registret, men biljetten har redan getts. Släpp in.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Finns inte på kassans lista, som är {hours} timme gammal',
    other: 'Finns inte på kassans lista, som är {hours} timmar gammal',
  },
  'card.unknown-stale-cache.say': 'Vår lista är inte helt färsk, så ditt kort syns inte där ännu.',
  'card.unknown-stale-cache.next': 'Kortet kan vara nytt. Återställ nätet och läs kortet på nytt.',
  'card.unknown-stale-cache.say.warn': 'Ett ögonblick, jag tittar på kortet.',
  'card.unknown-stale-cache.next.warn':
    'Kortet kan vara nyare än listan. Fortsätt om inget på det talar emot: registret kontrollerar det senare.',
  'card.unknown-stale-cache.say.note': 'Tack, allt är i sin ordning.',
  'card.unknown-stale-cache.next.note':
    'På det här verksamhetsstället godkänns kortet tills vidare. Registret kontrollerar det senare och svaret visas här.',

  'card.out-of-use.title': 'Kortet har tagits ur bruk',
  'card.out-of-use.say': 'Det här kortet är inte längre i bruk. Har du ett nyare med dig?',
  'card.out-of-use.next': 'Ingen biljett med det här kortet. Ett nytt fås på stället som delade ut det.',
  'card.out-of-use.say.warn': 'Välkommen! Har du kanske ett nyare kort med dig?',
  'card.out-of-use.next.warn': 'Biljetten gavs medan kortet gällde. Släpp in om biljetten är kundens egen.',

  'card.ended.title': 'Kortets giltighet har avslutats',
  'card.ended.say': 'Kortets giltighetstid har tagit slut. På stället där du fick det berättar man gärna mer.',
  'card.ended.next': 'Kortutdelaren kan förlänga det. Om det nyss har gjorts, läs kortet på nytt.',
  'card.ended.say.warn': 'Välkommen! Ha det så trevligt.',
  'card.ended.next.warn': 'Biljetten gavs medan kortet gällde. Släpp in.',

  'card.not-yet-valid.title': 'Giltigt från {firstDay}',
  'card.not-yet-valid.say': 'Ditt kort börjar gälla {firstDay}. Varmt välkommen då!',
  'card.not-yet-valid.next': 'Ingen biljett i dag. Om det står annat på kortet gäller uppgiften i registret.',
  'card.not-yet-valid.say.warn': 'Välkommen! Ha det så trevligt.',
  'card.not-yet-valid.next.warn': 'Biljetten har redan getts. Släpp in.',

  'card.expired.title': 'Sista giltighetsdagen var {lastDay}',
  'card.expired.say': 'Ditt kort gällde till och med {lastDay}. Det kan förlängas där du fick det.',
  'card.expired.next':
    'Inget nytt kort behövs, det räcker att förlänga. Om det står annat på kortet gäller uppgiften i registret.',
  'card.expired.say.warn': 'Välkommen! Kortet kan förlängas där du fick det.',
  'card.expired.next.warn': 'Biljetten gavs medan kortet gällde. Släpp in.',

  'card.community-on-course.title': 'Ett kort för samfund ger ingen kursplats',
  'card.community-on-course.say': 'Till kurserna kommer man med ett personligt kort. Har deltagaren ett sådant?',
  'card.community-on-course.next': 'Läs deltagarens eget kort.',
  'card.community-on-course.say.warn': 'Välkommen till kursen!',
  'card.community-on-course.next.warn': 'Platsen har redan getts. Släpp in och berätta det för arrangören.',

  'card.expires-before-performance.title': 'Kortet går ut {lastDay}, före föreställningen',
  'card.expires-before-performance.say': 'Sista dagen för ditt kort är {lastDay}. Kom ihåg att förlänga det.',
  'card.expires-before-performance.next': 'Fortsätt. En reserverad biljett kan ges bara medan kortet gäller.',

  'card.community-again.title': {
    by: 'times',
    one: 'Redan använt här en gång: {at}, {desk}',
    other: 'Redan använt här {times} gånger, senast {at}, {desk}',
  },
  'card.community-again.say': 'Kommer det en ledare till från er?',
  'card.community-again.next': 'Fortsätt om en annan anställd kommer. {delivery}',

  'card.community-without-client.title': 'En anställd ensam?',
  'card.community-without-client.say': 'Vem kommer med dig i dag?',
  'card.community-without-client.next':
    'Ange klienterna under 16 år. Om de andra har egna kort: läs vart och ett som grupp (Grupp).',

  'card.not-seen.title': 'Per telefon: kortet har inte setts',
  'card.not-seen.say': 'Ta med kortet när du hämtar biljetten.',
  'card.not-seen.next': 'Kortet läses när biljetten ges.',

  'cache.stale.title': {
    by: 'hours',
    one: 'Kortlistan är {hours} timme gammal',
    other: 'Kortlistan är {hours} timmar gammal',
  },
  'cache.stale.say': 'Tack, ett ögonblick bara.',
  'cache.stale.next': 'Kortet är giltigt enligt listan. Fortsätt om inget talar emot det.',
};
