/** Swedish: each reason's title for staff, a sentence to say to the customer, and the next step. */
import type { Translation } from './catalogue.ts';
import type { reasonsEn } from './reasons.en.ts';

export const reasonsSv: Translation<typeof reasonsEn> = {
  'cache.empty.title': 'Kortlistan har inte kommit ännu',
  'cache.empty.say': 'Vår kortlista är på väg. Ett ögonblick, tack.',
  'cache.empty.next': 'Vänta tills listan syns på raden längst ner och läs kortet på nytt.',

  'card.malformed.title': 'Det här är ingen kortkod ({why})',
  'card.malformed.say': 'Jag läser kortet en gång till.',
  'card.malformed.next': 'Läs kortet på nytt eller skriv koden som är tryckt på det.',
  'malformed.empty': 'inget kunde läsas',
  'malformed.too-short': 'för kort',
  'malformed.too-long': 'för lång',
  'malformed.characters': 'andra tecken än bokstäver och siffror',
  'malformed.digits': 'för få siffror',

  'card.unknown.title': 'Kortet finns inte i registret',
  'card.unknown.say': 'Ditt kort syns inte i registret ännu. Det ordnar sig på stället där du fick det.',
  'card.unknown.next':
    'Jämför de sista tecknen med kortet. Om de stämmer ska verksamhetsstället som delade ut kortet registrera det.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Finns inte på kassans lista, som är {hours} timme gammal',
    other: 'Finns inte på kassans lista, som är {hours} timmar gammal',
  },
  'card.unknown-stale-cache.say': 'Vår lista är inte helt färsk, så ditt kort syns inte där ännu.',
  'card.unknown-stale-cache.next': 'Kortet kan vara nytt. Återställ nätet och läs kortet på nytt.',

  'card.out-of-use.title': 'Kortet har tagits ur bruk',
  'card.out-of-use.say': 'Det här kortet är inte längre i bruk. Har du ett nyare med dig?',
  'card.out-of-use.next': 'Ingen biljett med det här kortet. Ett nytt fås på stället som delade ut det.',

  'card.ended.title': 'Kortets giltighet har avslutats',
  'card.ended.say': 'Kortets giltighet har tagit slut. På stället där du fick det berättar man gärna mer.',
  'card.ended.next': 'Kortutdelaren kan förlänga det. Om det nyss har gjorts, läs kortet på nytt.',

  'card.not-yet-valid.title': 'Giltigt från {firstDay}',
  'card.not-yet-valid.say': 'Ditt kort börjar gälla {firstDay}. Varmt välkommen då!',
  'card.not-yet-valid.next': 'Ingen biljett i dag. Om det står annat på kortet gäller uppgiften i registret.',

  'card.expired.title': 'Sista giltighetsdagen var {lastDay}',
  'card.expired.say': 'Sista dagen var {lastDay}. Kortet kan förlängas där du fick det.',
  'card.expired.next':
    'Inget nytt kort behövs, det räcker att förlänga. Om det står annat på kortet gäller uppgiften i registret.',

  'card.community-on-course.title': 'Med ett kort för samfund fås ingen kursplats',
  'card.community-on-course.say': 'Till kurser kommer man med ett personligt Kaikukortti. Har deltagaren ett sådant?',
  'card.community-on-course.next': 'Läs deltagarens eget kort.',

  'performance.over.title': 'Föreställningen är slut',
  'performance.over.say': 'Ett ögonblick, jag söker fram rätt föreställning.',
  'performance.over.next': 'Gå tillbaka till listan och välj rätt föreställning.',

  'performance.excluded.title': 'Fås inte med Kaikukortti: {reason}',
  'performance.excluded.say': 'Den här ingår inte, men jag visar gärna vad som gör det.',
  'performance.excluded.next': 'Föreslå en annan föreställning.',

  'performance.sold-out.title': 'Slutsåld',
  'performance.sold-out.say': 'Den här är slutsåld. Ska vi titta på någon annan?',
  'performance.sold-out.next': 'Föreslå en annan föreställning.',

  'window.reservation-not-open.title': 'Biljetter med Kaikukortti från {opensAt}',
  'window.reservation-not-open.say': 'Med kortet fås biljetter från {opensAt}. Välkommen då!',
  'window.reservation-not-open.next': 'Läs kortet på nytt när försäljningen har öppnat.',

  'window.redemption-not-open.title': 'Biljetterna delas ut från {opensAt}',
  'window.redemption-not-open.say': 'Jag kan ge dig biljetten från {opensAt}.',
  'window.redemption-not-open.next': 'Läs kortet på nytt då.',

  'duplicate.same-performance.title': 'Biljetten har redan getts {at}, {desk}',
  'duplicate.same-performance.say': 'Med det här kortet har redan en biljett till föreställningen hämtats.',
  'duplicate.same-performance.next':
    'Med ett kort kommer en vuxen in. Ett misstag kan ångras där det gjordes. {delivery}',

  'children.on-course.title': 'Inga barnplatser på kurser',
  'children.on-course.say': 'Kursplatsen är bara för dig.',
  'children.on-course.next': 'Ändra antalet barn till 0.',

  'children.over-limit.title': {
    by: 'most',
    one: 'Kortet gäller för högst {most} barn',
    other: 'Kortet gäller för högst {most} barn',
  },
  'children.over-limit.say': 'Jag kontrollerar antalet barn en gång till.',
  'children.over-limit.next': 'Minska antalet. Om det står annat på kortet gäller uppgiften i registret.',

  'cap.reached.title': 'Alla Kaikukorttiplatser har getts',
  'cap.reached.say': 'Platserna till den här har redan getts. Ska vi titta på någon annan?',
  'cap.reached.next': 'Föreslå en annan föreställning. En ångrad biljett frigör en plats.',

  'cap.no-lease.title': 'Just nu finns ingen plats i den här kassan',
  'cap.no-lease.say': 'Ett ögonblick, jag kontrollerar om det finns en plats.',
  'cap.no-lease.next':
    'Det kan finnas platser på annat håll: läs kortet igen om en stund, eller när nätet är tillbaka.',

  'card.expires-before-performance.title': 'Kortet går ut {lastDay}, före föreställningen',
  'card.expires-before-performance.say': 'Sista dagen för ditt kort är {lastDay}. Kom ihåg att förlänga det.',
  'card.expires-before-performance.next': 'Biljetten kan ges.',

  'duplicate.same-day.title': 'Har redan varit här i dag: {at}, {desk}',
  'duplicate.same-day.say': 'Välkommen tillbaka!',
  'duplicate.same-day.next': 'Fortsätt om det är ett nytt besök. {delivery}',

  'card.community-again.title': {
    by: 'times',
    one: 'Redan använt här en gång: {at}, {desk}',
    other: 'Redan använt här {times} gånger, senast {at}, {desk}',
  },
  'card.community-again.say': 'Kommer ännu en anställd hos er med klienter?',
  'card.community-again.next': 'Fortsätt om en annan anställd kommer. {delivery}',

  'card.community-without-client.title': 'En anställd ensam?',
  'card.community-without-client.say': 'Vem kommer med dig i dag?',
  'card.community-without-client.next':
    'Ange klienterna under 16 år. Om de andra har egna kort: fortsätt, och läs sedan vart och ett.',

  'cache.stale.title': {
    by: 'hours',
    one: 'Kortlistan är {hours} timme gammal',
    other: 'Kortlistan är {hours} timmar gammal',
  },
  'cache.stale.say': 'Tack, ett ögonblick bara.',
  'cache.stale.next': 'Kortet är giltigt enligt listan. Fortsätt om inget talar emot det.',

  'use.delivered': 'Registret känner till användningen.',
  'use.notDelivered': 'Registret känner inte till användningen ännu.',
};
