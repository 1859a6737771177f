/** Swedish: what the performance, earlier uses, children, groups and caps say: a title for staff, a sentence to the customer, the next step. */
import type { Translation } from './catalogue.ts';
import type { useReasonsEn } from './use-reasons.en.ts';

export const useReasonsSv: Translation<typeof useReasonsEn> = {
  'performance.cancelled.title': 'Föreställningen är inställd',
  'performance.cancelled.say': 'Den här är tyvärr inställd. Ska vi titta på någon annan?',
  'performance.cancelled.next': 'Föreslå en annan föreställning. Ta tillbaka biljetter som redan getts ut.',

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
  'window.reservation-not-open.say': 'De här fås från {opensAt}. Välkommen då!',
  'window.reservation-not-open.next': 'Läs kortet på nytt när försäljningen har öppnat.',

  'window.redemption-not-open.title': 'Biljetterna delas ut från {opensAt}',
  'window.redemption-not-open.say': 'Jag kan ge dig biljetten från {opensAt}.',
  'window.redemption-not-open.next': 'Till dess kan en plats reserveras. Läs kortet på nytt när biljetterna delas ut.',

  'window.reservations-closed.title': 'Det går inte längre att reservera',
  'window.reservations-closed.say':
    'Den här går inte längre att reservera, men kom till kassan så ser vi vad som finns.',
  'window.reservations-closed.next': 'Om kunden är här med kortet: välj Ge biljett och läs det.',

  'attendance.no-ticket.title': 'Ingen biljett med det här kortet är känd här',
  'attendance.no-ticket.say': 'Får jag titta på din biljett?',
  'attendance.no-ticket.next': 'Finns det en biljett hit: släpp in. Annars: välj Ge biljett och läs kortet.',

  'attendance.only-reserved.title': 'Reserverad {at}, {desk}: biljetten har inte getts ännu',
  'attendance.only-reserved.say': 'Din biljett är ännu hos oss. Jag tar fram den åt dig.',
  'attendance.only-reserved.next': 'Välj Ge biljett, läs kortet och släpp sedan in. {delivery}',

  'attendance.again.title': 'Har redan kommit in {at}, {desk}',
  'attendance.again.say': 'Välkommen tillbaka!',
  'attendance.again.next': 'Fortsätt om kunden var ute en stund. En biljett gäller för en vuxen. {delivery}',

  'duplicate.same-performance.title': 'Biljetten har redan getts {at}, {desk}',
  'duplicate.same-performance.say': 'Med det här kortet har redan en biljett till föreställningen hämtats.',
  'duplicate.same-performance.next':
    'Med ett kort kommer en vuxen in. Ett misstag kan ångras där det gjordes. {delivery}',

  'duplicate.reserved.title': 'En plats är redan reserverad: {at}, {desk}',
  'duplicate.reserved.say': 'Du har redan en plats, allt är i sin ordning.',
  'duplicate.reserved.next':
    'Med ett kort kommer en vuxen in. Ta tillbaka den överflödiga reserveringen där den gjordes. {delivery}',
  'duplicate.reserved.title.warn': 'Reserverad också en andra gång: {at}, {desk}',
  'duplicate.reserved.next.warn':
    'Ge en biljett. Den andra reserveringen tas tillbaka där den gjordes eller förfaller av sig själv.',

  'duplicate.same-day.title': 'Har redan varit här i dag: {at}, {desk}',
  'duplicate.same-day.say': 'Välkommen tillbaka!',
  'duplicate.same-day.next': 'Fortsätt om det är ett nytt besök. {delivery}',

  'reservation.found.title': 'Reserverad {at}, {desk}',
  'reservation.found.say': 'Välkommen! Din reservering finns här.',
  'reservation.found.next': 'Ge den reserverade biljetten: den har redan sin plats. {delivery}',

  'reservation.lapsed.title': 'En reservering gjordes {at}; den har förfallit',
  'reservation.lapsed.say': 'Tiden för din reservering hade gått ut, så jag ser vad som finns.',
  'reservation.lapsed.next': 'Det här är en ny biljett, med en egen plats.',

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
  'children.over-limit.next.warn': 'Du avgör: fortsätt om familjen är samlad, minska annars antalet.',

  'children.over-reserved.title': {
    by: 'most',
    one: 'Reserverad på annat håll med {most} barn',
    other: 'Reserverad på annat håll med {most} barn',
  },
  'children.over-reserved.say': 'Jag kontrollerar hur många platser som reserverades.',
  'children.over-reserved.next':
    'Platserna finns i en annan kassa: ge så många biljetter som reserverades, eller be den lägga till barnen.',

  'group.card-twice.title': 'Det här kortet finns redan i gruppen',
  'group.card-twice.say': 'Det här är redan läst, tack. Vem är nästa?',
  'group.card-twice.next': 'Ta bort den här raden och läs nästa deltagares kort.',
  'group.card-twice.say.warn': 'Är ni två ledare som kommer med?',
  'group.card-twice.next.warn': 'Kommer en anställd till med, behåll raden; ta annars bort den.',

  'group.too-few-places.title': 'Gruppen behöver {needed} platser, här finns {left} kvar',
  'group.too-few-places.say': 'Hela gruppen ryms inte tillsammans här. Hur vill ni göra?',
  'group.too-few-places.next':
    'Ingenting har registrerats. Låt gruppen välja: en annan föreställning, eller färre med (ta bort rader).',

  'group.without-community-card.title': 'Inget kort för samfund i gruppen',
  'group.without-community-card.say': 'Kommer någon ledare med er?',
  'group.without-community-card.next':
    'Läs den anställdas kort. Utan anställd är varje kort en egen biljett: fortsätt.',

  'cap.reached.title': 'Alla Kaikukorttiplatser har getts',
  'cap.reached.say': 'Platserna till den här har redan getts. Ska vi titta på någon annan?',
  'cap.reached.next': 'Föreslå en annan föreställning. En ångrad biljett frigör en plats.',

  'cap.no-lease.title': 'Just nu finns ingen plats i den här kassan',
  'cap.no-lease.say': 'Ett ögonblick, jag kontrollerar om det finns en plats.',
  'cap.no-lease.next':
    'Det kan finnas platser på annat håll: läs kortet igen om en stund, eller när nätet är tillbaka.',

  'assistance.support-persons-off.title': 'Stödpersoner behöver en egen biljett här',
  'assistance.support-persons-off.say':
    'En assistent, tolk eller ledsagare kommer med, en stödperson med egen biljett.',
  'assistance.support-persons-off.next':
    'Arrangören har valt så. Assistenter, tolkar och ledsagare kommer alltid in, utan att någon frågar varför.',
  'assistance.seat.title': 'En plats för assistenten',
  'assistance.seat.say': 'Vill du ha assistenten bredvid dig? Kom då ihåg även den platsen.',
  'assistance.seat.next': 'Kunden ser till platsen: påminn om den.',

  'fee.due.title': {
    by: 'tickets',
    one: 'Serviceavgift {euros}',
    other: 'Serviceavgift {total} ({tickets} × {euros})',
  },
  'fee.due.say': 'Serviceavgiften är {total}, tack.',
  'fee.due.next': 'Ta avgiften i din egen kassa: här antecknas den bara.',

  'use.delivered': 'Registret känner till det.',
  'use.notDelivered': 'Registret känner inte till det ännu.',
};
