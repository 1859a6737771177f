/** Finnish: what the performance, earlier uses, children, groups and caps say: a title for staff, a sentence to the customer, the next step. */
import type { Translation } from './catalogue.ts';
import type { useReasonsEn } from './use-reasons.en.ts';

export const useReasonsFi: Translation<typeof useReasonsEn> = {
  'performance.cancelled.title': 'Esitys on peruttu',
  'performance.cancelled.say': 'Valitettavasti tämä on peruttu. Katsotaanko jokin toinen?',
  'performance.cancelled.next': 'Ehdota toista esitystä. Ota jo annetut liput takaisin.',

  'performance.over.title': 'Esitys on päättynyt',
  'performance.over.say': 'Pieni hetki, haen oikean esityksen.',
  'performance.over.next': 'Palaa luetteloon ja valitse oikea esitys.',

  'performance.excluded.title': 'Ei saatavilla Kaikukortilla: {reason}',
  'performance.excluded.say': 'Tämä ei kuulu mukaan, mutta näytän mielelläni, mikä kuuluu.',
  'performance.excluded.next': 'Ehdota toista esitystä.',

  'performance.sold-out.title': 'Loppuunmyyty',
  'performance.sold-out.say': 'Tämä on loppuunmyyty. Katsotaanko jokin toinen?',
  'performance.sold-out.next': 'Ehdota toista esitystä.',

  'window.reservation-not-open.title': 'Kaikukorttilippuja saa {opensAt} alkaen',
  'window.reservation-not-open.say': 'Näitä saa {opensAt} alkaen. Tervetuloa silloin!',
  'window.reservation-not-open.next': 'Lue kortti uudelleen, kun lippuja voi antaa.',

  'window.redemption-not-open.title': 'Liput annetaan {opensAt} alkaen',
  'window.redemption-not-open.say': 'Voin antaa lipun {opensAt} alkaen.',
  'window.redemption-not-open.next': 'Siihen asti paikan voi varata. Lue kortti uudelleen, kun lippuja annetaan.',

  'window.reservations-closed.title': 'Varaaminen on päättynyt',
  'window.reservations-closed.say': 'Tätä ei voi enää varata, mutta tule kassalle, niin katsotaan, mitä on vapaana.',
  'window.reservations-closed.next': 'Jos asiakas on paikalla kortin kanssa, valitse Anna lippu ja lue kortti.',

  'attendance.no-ticket.title': 'Tällä kortilla otettua lippua ei tunneta täällä',
  'attendance.no-ticket.say': 'Saanko katsoa lippuasi?',
  'attendance.no-ticket.next':
    'Jos asiakkaalla on lippu tähän: päästä sisään. Jos ei: valitse Anna lippu ja lue kortti.',

  'attendance.only-reserved.title': 'Varattu {at}, {desk}: lippua ei ole vielä annettu',
  'attendance.only-reserved.say': 'Lippusi on vielä meillä. Haen sen sinulle.',
  'attendance.only-reserved.next': 'Valitse Anna lippu, lue kortti ja päästä sitten sisään. {delivery}',

  'attendance.again.title': 'Tullut sisään jo {at}, {desk}',
  'attendance.again.say': 'Tervetuloa takaisin!',
  'attendance.again.next': 'Jos asiakas kävi välillä ulkona, jatka. Yhdellä lipulla pääsee yksi aikuinen. {delivery}',

  'duplicate.same-performance.title': 'Lippu on jo annettu {at}, {desk}',
  'duplicate.same-performance.say': 'Tällä kortilla on jo noudettu lippu tähän esitykseen.',
  'duplicate.same-performance.next':
    'Yhdellä kortilla pääsee yksi aikuinen. Erehdyksen voi perua siellä, missä se tehtiin. {delivery}',

  'duplicate.reserved.title': 'Paikka on jo varattu: {at}, {desk}',
  'duplicate.reserved.say': 'Sinulla on jo paikka, kaikki hyvin.',
  'duplicate.reserved.next':
    'Yhdellä kortilla pääsee yksi aikuinen. Peru liika varaus siellä, missä se tehtiin. {delivery}',
  'duplicate.reserved.title.warn': 'Varattu myös toisen kerran: {at}, {desk}',
  'duplicate.reserved.next.warn':
    'Anna yksi lippu. Toinen varaus perutaan siellä, missä se tehtiin, tai se raukeaa itsestään.',

  'duplicate.same-day.title': 'On käynyt jo tänään: {at}, {desk}',
  'duplicate.same-day.say': 'Tervetuloa takaisin!',
  'duplicate.same-day.next': 'Jos tämä on uusi käynti, jatka. {delivery}',

  'reservation.found.title': 'Varattu {at}, {desk}',
  'reservation.found.say': 'Tervetuloa! Varauksesi on täällä.',
  'reservation.found.next': 'Anna varattu lippu: sillä on jo paikka. {delivery}',

  'reservation.lapsed.title': 'Varaus tehtiin {at}; se on rauennut',
  'reservation.lapsed.say': 'Varauksesi aika oli päättynyt, joten katson, mitä on vapaana.',
  'reservation.lapsed.next': 'Tämä on uusi lippu, jolla on oma paikkansa.',

  'children.on-course.title': 'Kursseilla ei ole lasten paikkoja',
  'children.on-course.say': 'Kurssipaikka on vain sinulle.',
  'children.on-course.next': 'Muuta lasten määräksi 0.',

  'children.over-limit.title': {
    by: 'most',
    one: 'Kortilla pääsee enintään {most} lapsi',
    other: 'Kortilla pääsee enintään {most} lasta',
  },
  'children.over-limit.say': 'Tarkistan vielä lasten määrän.',
  'children.over-limit.next': 'Pienennä määrää. Jos kortissa lukee muuta, rekisterin tieto ratkaisee.',
  'children.over-limit.next.warn': 'Sinä arvioit: jatka, jos perhe on yhdessä liikkeellä, muuten pienennä määrää.',

  'children.over-reserved.title': {
    by: 'most',
    one: 'Varattu muualla {most} lapsen kanssa',
    other: 'Varattu muualla {most} lapsen kanssa',
  },
  'children.over-reserved.say': 'Tarkistan, montako paikkaa varattiin.',
  'children.over-reserved.next':
    'Paikat ovat toisella pisteellä: anna sen verran lippuja kuin varattiin, tai pyydä sitä lisäämään lapset.',

  'group.card-twice.title': 'Tämä kortti on jo ryhmässä',
  'group.card-twice.say': 'Tämä on jo luettu, kiitos. Kuka on seuraava?',
  'group.card-twice.next': 'Poista tämä rivi ja lue seuraavan jäsenen kortti.',
  'group.card-twice.say.warn': 'Onko teitä kaksi ohjaajaa mukana?',
  'group.card-twice.next.warn': 'Jos mukana on toinen työntekijä, pidä rivi; muuten poista se.',

  'group.too-few-places.title': 'Ryhmä tarvitsee {needed} paikkaa, täällä jäljellä {left}',
  'group.too-few-places.say': 'Tähän ei nyt mahdu koko ryhmä yhdessä. Miten haluaisitte tehdä?',
  'group.too-few-places.next':
    'Mitään ei ole kirjattu. Anna ryhmän valita: toinen esitys tai pienempi joukko (poista rivejä).',

  'group.without-community-card.title': 'Ryhmässä ei ole yhteisön korttia',
  'group.without-community-card.say': 'Onko teillä ohjaaja mukana?',
  'group.without-community-card.next':
    'Lue työntekijän kortti. Ilman työntekijää jokainen kortti on oma lippunsa: jatka.',

  'cap.reached.title': 'Kaikki Kaikukorttipaikat on annettu',
  'cap.reached.say': 'Tämän esityksen paikat on jo annettu. Katsotaanko jokin toinen?',
  'cap.reached.next': 'Ehdota toista esitystä. Peruttu lippu vapauttaa paikan.',

  'cap.no-lease.title': 'Tässä pisteessä ei ole juuri nyt paikkoja',
  'cap.no-lease.say': 'Pieni hetki, tarkistan onko paikkaa.',
  'cap.no-lease.next': 'Muualla voi olla paikkoja: lue kortti hetken päästä uudelleen tai kun verkko palaa.',

  'assistance.support-persons-off.title': 'Tukihenkilö tarvitsee täällä oman lipun',
  'assistance.support-persons-off.say': 'Avustaja, tulkki tai opas pääsee mukaan, tukihenkilö omalla lipullaan.',
  'assistance.support-persons-off.next':
    'Järjestäjä on päättänyt näin. Avustaja, tulkki ja opas pääsevät aina, syytä kysymättä.',
  'assistance.seat.title': 'Paikka avustajalle',
  'assistance.seat.say': 'Haluatko avustajan viereesi? Muistathan silloin hänenkin paikkansa.',
  'assistance.seat.next': 'Asiakas huolehtii paikasta: muistuta siitä.',

  'fee.due.title': { by: 'tickets', one: 'Palvelumaksu {euros}', other: 'Palvelumaksu {total} ({tickets} × {euros})' },
  'fee.due.say': 'Palvelumaksu on {total}, kiitos.',
  'fee.due.next': 'Peri maksu omassa kassassasi: täällä se vain merkitään.',

  'use.delivered': 'Rekisteri tietää asiasta.',
  'use.notDelivered': 'Rekisteri ei tiedä asiasta vielä.',
};
