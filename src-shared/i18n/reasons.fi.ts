/** Finnish: each reason's title for staff, a sentence to say to the customer, and the next step. */
import type { Translation } from './catalogue.ts';
import type { reasonsEn } from './reasons.en.ts';

export const reasonsFi: Translation<typeof reasonsEn> = {
  'cache.empty.title': 'Korttiluettelo ei ole vielä saapunut',
  'cache.empty.say': 'Korttiluettelomme on vielä matkalla. Pieni hetki, kiitos.',
  'cache.empty.next': 'Odota, kunnes luettelo näkyy alarivillä, ja lue kortti uudelleen.',

  'card.malformed.title': 'Tämä ei ole kortin koodi ({why})',
  'card.malformed.say': 'Luetaanpa kortti vielä kerran.',
  'card.malformed.next': 'Lue kortti uudelleen tai kirjoita korttiin painettu koodi.',
  'malformed.empty': 'mitään ei saatu luettua',
  'malformed.too-short': 'liian lyhyt',
  'malformed.too-long': 'liian pitkä',
  'malformed.characters': 'muita merkkejä kuin kirjaimia ja numeroita',
  'malformed.digits': 'liian vähän numeroita',

  'card.unknown.title': 'Korttia ei ole rekisterissä',
  'card.unknown.say': 'Korttisi ei näy vielä rekisterissä. Asia korjaantuu paikassa, josta sait kortin.',
  'card.unknown.next':
    'Vertaa viimeisiä merkkejä korttiin. Jos ne täsmäävät, kortin jakaneen paikan on rekisteröitävä se.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Ei tämän pisteen luettelossa, joka on {hours} tunnin vanha',
    other: 'Ei tämän pisteen luettelossa, joka on {hours} tuntia vanha',
  },
  'card.unknown-stale-cache.say': 'Luettelomme ei ole ihan tuore, joten korttisi ei näy siinä vielä.',
  'card.unknown-stale-cache.next': 'Kortti voi olla uusi. Palauta verkkoyhteys ja lue kortti uudelleen.',

  'card.out-of-use.title': 'Kortti on poistettu käytöstä',
  'card.out-of-use.say': 'Tämä kortti ei ole enää käytössä. Onko sinulla uudempaa mukana?',
  'card.out-of-use.next': 'Tällä kortilla ei anneta lippua. Uuden kortin saa paikasta, joka jakoi vanhan.',

  'card.ended.title': 'Kortin voimassaolo on päätetty',
  'card.ended.say': 'Kortin voimassaolo on päättynyt. Paikasta, josta sait sen, kerrotaan mielellään lisää.',
  'card.ended.next': 'Kortin jakanut paikka voi jatkaa sitä. Jos niin juuri tehtiin, lue kortti uudelleen.',

  'card.not-yet-valid.title': 'Voimassa vasta {firstDay}',
  'card.not-yet-valid.say': 'Korttisi tulee voimaan {firstDay}. Lämpimästi tervetuloa silloin!',
  'card.not-yet-valid.next': 'Tänään ei anneta lippua. Jos kortissa lukee muuta, rekisterin tieto ratkaisee.',

  'card.expired.title': 'Viimeinen voimassaolopäivä oli {lastDay}',
  'card.expired.say': 'Viimeinen päivä oli {lastDay}. Korttia voi jatkaa paikassa, josta sait sen.',
  'card.expired.next':
    'Uutta korttia ei tarvita, jatkaminen riittää. Jos kortissa lukee muuta, rekisterin tieto ratkaisee.',

  'card.community-on-course.title': 'Yhteisön kortilla ei saa kurssipaikkaa',
  'card.community-on-course.say': 'Kursseille pääsee henkilökohtaisella Kaikukortilla. Onko osallistujalla sellainen?',
  'card.community-on-course.next': 'Lue osallistujan oma kortti.',

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
  'window.reservation-not-open.say': 'Kortilla saa lippuja {opensAt} alkaen. Tervetuloa silloin!',
  'window.reservation-not-open.next': 'Lue kortti uudelleen, kun lippuja voi antaa.',

  'window.redemption-not-open.title': 'Liput annetaan {opensAt} alkaen',
  'window.redemption-not-open.say': 'Voin antaa lipun {opensAt} alkaen.',
  'window.redemption-not-open.next': 'Lue kortti silloin uudelleen.',

  'duplicate.same-performance.title': 'Lippu on jo annettu {at}, {desk}',
  'duplicate.same-performance.say': 'Tällä kortilla on jo noudettu lippu tähän esitykseen.',
  'duplicate.same-performance.next':
    'Yhdellä kortilla pääsee yksi aikuinen. Erehdyksen voi perua siellä, missä se tehtiin. {delivery}',

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

  'cap.reached.title': 'Kaikki Kaikukorttipaikat on annettu',
  'cap.reached.say': 'Tämän esityksen paikat on jo annettu. Katsotaanko jokin toinen?',
  'cap.reached.next': 'Ehdota toista esitystä. Peruttu lippu vapauttaa paikan.',

  'cap.no-lease.title': 'Tässä pisteessä ei ole juuri nyt paikkoja',
  'cap.no-lease.say': 'Pieni hetki, tarkistan onko paikkaa.',
  'cap.no-lease.next': 'Muualla voi olla paikkoja: lue kortti hetken päästä uudelleen tai kun verkko palaa.',

  'card.expires-before-performance.title': 'Kortti päättyy {lastDay}, ennen esitystä',
  'card.expires-before-performance.say': 'Korttisi viimeinen päivä on {lastDay}. Muistathan jatkaa sitä.',
  'card.expires-before-performance.next': 'Lipun voi antaa.',

  'duplicate.same-day.title': 'On käynyt jo tänään: {at}, {desk}',
  'duplicate.same-day.say': 'Tervetuloa takaisin!',
  'duplicate.same-day.next': 'Jos tämä on uusi käynti, jatka. {delivery}',

  'card.community-again.title': {
    by: 'times',
    one: 'Käytetty täällä jo kerran: {at}, {desk}',
    other: 'Käytetty täällä jo {times} kertaa, viimeksi {at}, {desk}',
  },
  'card.community-again.say': 'Onko teiltä tulossa toinenkin ohjaaja asiakkaiden kanssa?',
  'card.community-again.next': 'Jos toinen työntekijä on tulossa, jatka. {delivery}',

  'card.community-without-client.title': 'Työntekijä yksin?',
  'card.community-without-client.say': 'Ketä on tänään mukana?',
  'card.community-without-client.next':
    'Merkitse alle 16-vuotiaat asiakkaat. Jos jäsenillä on omat kortit: jatka ja lue sitten jokainen kortti.',

  'cache.stale.title': {
    by: 'hours',
    one: 'Korttiluettelo on {hours} tunnin vanha',
    other: 'Korttiluettelo on {hours} tuntia vanha',
  },
  'cache.stale.say': 'Kiitos, pieni hetki.',
  'cache.stale.next': 'Kortti on luettelon mukaan voimassa. Jatka, jos mikään ei puhu sitä vastaan.',

  'use.delivered': 'Rekisteri tietää käytöstä.',
  'use.notDelivered': 'Rekisteri ei tiedä käytöstä vielä.',
};
